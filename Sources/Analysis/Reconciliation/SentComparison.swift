import TrackingLog

/// Holds a list against the messages of logs.
struct SentComparison {
    /// What became of an entry.
    enum EntryState: UInt8 {
        case missing
        case matched
        case unsettled
        /// Outside the period or the apps asked for.
        case leftOut
    }

    /// A message of a tally.
    struct MessageNumber: Hashable {
        var shard: Int32
        var number: UInt32
    }

    let list: SentList
    let options: ReconciliationOptions
    /// By entry of ``SentList/coded``.
    private(set) var coded: [EntryState]
    /// By entry of ``SentList/targeted``.
    private(set) var targeted: [EntryState]
    /// The messages of targeted entries.
    private(set) var messages: [UInt32: MessageNumber] = [:]
    /// Messages that are not on the list, in the period and the apps.
    private(set) var unknown: [MessageNumber] = []
    /// The unknown messages that repeat a matched one.
    private(set) var repeated: [MessageNumber] = []
    /// The first events of messages whose code is listed more than once.
    private var firstEvents: [UInt32: Timestamp] = [:]
    /// The first and the last time of what was sent.
    private var sent: ClosedRange<Timestamp>?
    private var byDay: [Day?: Reconciliation.Counts] = [:]

    init(_ list: SentList, _ options: ReconciliationOptions) {
        self.list = list
        self.options = options
        coded = Array(repeating: .missing, count: list.coded.count)
        targeted = Array(repeating: .missing, count: list.targeted.count)
    }

    /// Gives every entry and every message its verdict, and counts them.
    mutating func compare(with tally: borrowing SentTally, into result: inout Reconciliation) {
        let resolved = MessageOutcomes(tally.tally, apps: options.apps)
        var candidates: [Candidate] = []
        resolved.forEachMessage(of: tally.tally) { message, record in
            if let entry = list.number(ofCode: record.key) {
                match(entry, message, record, resolved)
            } else if resolved.passes(record), let target = target(of: record, message, in: tally) {
                candidates.append(Candidate(target: target, message: message))
            }
        }
        pair(candidates, tally, resolved)
        countEntries(into: &result)
        result.period = period
        result.timezone = options.zone?.name ?? "UTC"
        let paired = Set(messages.values)
        resolved.forEachMessage(of: tally.tally) { message, record in
            guard list.number(ofCode: record.key) == nil, !paired.contains(message), let first = record.first.timestamp
            else { return }
            guard resolved.passes(record), result.period?.contains(first) ?? true else {
                result.outside += 1
                return
            }
            unknown.append(message)
            count(.unknown, at: first)
        }
        findRepetitions(in: tally, resolved, paired)
        for day in byDay.values {
            for verdict in Reconciliation.Verdict.allCases { result.counts[verdict] += day[verdict] }
        }
        result.days = byDay.map { Reconciliation.DayCounts(day: $0.key, counts: $0.value) }
            .sorted {
                ($0.day ?? Timestamp.latest.day.adding(days: 1)) < ($1.day ?? Timestamp.latest.day.adding(days: 1))
            }
        result.unmatchedApps = resolved.unmatchedApps(tally.tally)
    }

    private mutating func count(_ verdict: Reconciliation.Verdict, at time: Timestamp?) {
        byDay[time.map(options.day), default: Reconciliation.Counts()][verdict] += 1
    }

    // MARK: - Entries

    private mutating func match(
        _ entry: Int, _ message: MessageNumber, _ record: MessageRecord, _ resolved: MessageOutcomes
    ) {
        guard let first = record.first.timestamp else { return }
        let time = list.coded[entry].pointee.time.timestamp ?? first
        guard resolved.passes(record), isAskedFor(time) else {
            coded[entry] = .leftOut
            return
        }
        note(time)
        coded[entry] = note(message, first, resolved)
        if list.coded[entry].pointee.listings > 1 { firstEvents[UInt32(entry)] = first }
    }

    /// Counts a message that is on the list.
    private mutating func note(_ message: MessageNumber, _ first: Timestamp, _ resolved: MessageOutcomes) -> EntryState
    {
        count(.matched, at: first)
        guard resolved.isUnsettled(message) else { return .matched }
        count(.unsettled, at: first)
        return .unsettled
    }

    /// Counts the entries that are not in the logs, and those that are listed more than once.
    private mutating func countEntries(into result: inout Reconciliation) {
        for (number, entry) in list.coded.elements.enumerated() {
            let time = entry.time.timestamp
            if coded[number] == .missing, let time, !isAskedFor(time) { coded[number] = .leftOut }
            guard coded[number] != .leftOut else { continue }
            if let time { note(time) }
            if coded[number] == .missing { count(.missing, at: time) }
            guard entry.listings > 1 else { continue }
            count(.doubled, at: firstEvents[UInt32(number)] ?? time)
            result.listedTwice += 1
        }
        for (number, entry) in list.targeted.elements.enumerated() where targeted[number] != .leftOut {
            guard let time = entry.time.timestamp else { continue }
            note(time)
            if targeted[number] == .missing { count(.missing, at: time) }
        }
        result.leftOut = coded.count { $0 == .leftOut } + targeted.count { $0 == .leftOut }
    }

    /// Whether a time is within the bounds that were asked for.
    private func isAskedFor(_ time: Timestamp) -> Bool {
        options.since.map { $0 <= time } ?? true && options.until.map { time <= $0 } ?? true
    }

    private mutating func note(_ time: Timestamp) {
        sent = sent.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
    }

    /// The days of what was sent, or what was asked for; nil for all.
    private var period: ClosedRange<Timestamp>? {
        let first = options.since ?? sent.map { options.start(ofDayAt: $0.lowerBound) }
        let last = options.until ?? sent.map { options.day(of: $0.upperBound).end(in: options.zone) }
        guard first != nil || last != nil else { return nil }
        let (start, end) = (first ?? .earliest, last ?? .latest)
        return start...max(start, end)
    }

    // MARK: - Entries without code

    /// The listed target of a message: of its rows, else its person, else one of its devices.
    private func target(
        of record: MessageRecord, _ message: MessageNumber, in tally: borrowing SentTally
    ) -> Int? {
        guard list.targeted.count > 0 else { return nil }
        if let target = tally.target(of: record.key) { return target }
        if record.person != InternedIdentities.none,
            let person = list.number(ofTarget: tally.tally.identities.key(record.person))
        {
            return person
        }
        var first: Int?
        tally.tally.shards[Int(message.shard)].pointee.forEachDelivery(of: record) { _, delivery in
            if let device = list.number(ofTarget: delivery.hwid) { first = min(first ?? device, device) }
        }
        return first
    }

    /// A message to a listed target.
    private struct Candidate {
        var target: Int
        var message: MessageNumber
    }

    /// Pairs the entries of each target with the messages to it.
    private mutating func pair(
        _ candidates: [Candidate], _ tally: borrowing SentTally, _ resolved: MessageOutcomes
    ) {
        let entries = list.targeted.elements
        for (number, entry) in entries.enumerated() {
            if let time = entry.time.timestamp, !isAskedFor(time) { targeted[number] = .leftOut }
        }
        let candidates = candidates.sorted { $0.target < $1.target }
        let numbers = entries.indices.sorted {
            (entries[$0].target, entries[$0].time, $0) < (entries[$1].target, entries[$1].time, $1)
        }
        var (rest, restOfNumbers) = (candidates[...], numbers[...])
        while let target = rest.first?.target {
            let group = rest.prefix { $0.target == target }
            rest = rest.dropFirst(group.count)
            let found = tally.inOrder(group.map(\.message))
            restOfNumbers = restOfNumbers.drop { entries[$0].target < target }
            let listed = Array(restOfNumbers.prefix { entries[$0].target == target })
            let times = listed.map { entries[$0].time.timestamp ?? .earliest }
            NearestPairs.forEach(times, found.map(\.first), within: options.window) { entry, message in
                let number = listed[entry]
                messages[UInt32(number)] = found[message].message
                guard targeted[number] != .leftOut else { return }
                targeted[number] = note(found[message].message, found[message].first, resolved)
            }
        }
    }

    // MARK: - Repetitions

    /// Finds the unknown messages that repeat a matched one: to the same person or target, of the same name and app, and at
    /// most a window away.
    private mutating func findRepetitions(
        in tally: borrowing SentTally, _ resolved: MessageOutcomes, _ paired: Set<MessageNumber>
    ) {
        var recipients: Set<Recipient> = []
        for message in unknown {
            if let recipient = Recipient(tally.tally.record(of: message), in: tally.tally) {
                recipients.insert(recipient)
            }
        }
        guard !recipients.isEmpty else { return }
        var matched: [Recipient: [Timestamp]] = [:]
        resolved.forEachMessage(of: tally.tally) { message, record in
            guard let first = record.first.timestamp,
                list.number(ofCode: record.key) != nil || paired.contains(message),
                let recipient = Recipient(record, in: tally.tally), recipients.contains(recipient)
            else { return }
            matched[recipient, default: []].append(first)
        }
        for recipient in Array(matched.keys) { matched[recipient]?.sort() }
        for message in unknown {
            let record = tally.tally.record(of: message)
            guard let first = record.first.timestamp, let recipient = Recipient(record, in: tally.tally),
                let times = matched[recipient]
            else { continue }
            let window = Int64(options.window)
            let start = first.adding(seconds: -window)
            let place = times.firstIndex(past: { $0 >= start })
            guard place < times.count, times[place] <= first.adding(seconds: window) else { continue }
            repeated.append(message)
            count(.doubled, at: first)
        }
    }
}

/// What a message and its repetition have in common.
private struct Recipient: Hashable {
    private let key: ShortKey
    private let name: UInt32
    private let app: UInt32

    /// - Returns: nil if the message has no name, or neither a person, nor a target, nor one device alone.
    init?(_ record: MessageRecord, in tally: borrowing Tally) {
        // Any two messages to one person would be alike.
        guard record.name != InternedLabels.none else { return nil }
        if record.person != InternedIdentities.none {
            key = tally.identities.key(tally.identities.person(record.person))
        } else {
            var devices: [ShortKey] = []
            tally.shards[record.key.shard].pointee.forEachDelivery(of: record) { _, delivery in
                if delivery.hwidShape != .empty { devices.append(delivery.hwid) }
            }
            guard let device = devices.first, devices.count == 1 else { return nil }
            key = tally.identities.person(ofDevice: device).map { tally.identities.key($0) } ?? device
        }
        name = record.name
        app = record.app
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(key.hash)
        hasher.combine(name)
        hasher.combine(app)
    }
}
