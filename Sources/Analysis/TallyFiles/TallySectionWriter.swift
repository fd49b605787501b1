import TrackingLog

/// Gathers messages with their deliveries as the columns of a tally file's section.
///
/// Numbers of labels and texts run through the whole file, so that each is in it once.
struct TallySectionWriter: ~Copyable {
    /// By shard.
    private let details: [DeliveryDetails]
    private var columns: [[UInt8]] = Array(repeating: [], count: TallyFormat.Column.allCases.count)
    private var labels: [UInt32: UInt64] = [:]
    private var texts = NumberedKeys()
    private var profiles: [DeliveryProfile: UInt64] = [:]
    private var messages = 0
    private var deliveries = 0
    /// The seconds of the last message's first event.
    private var lastFirst: Int64 = 0

    /// - Parameter details: those of the tally's shards.
    init(_ details: [DeliveryDetails]) { self.details = details }

    /// Whether the section should be taken before more is added.
    private var isFull: Bool {
        messages >= TallyFormat.fullSection.messages || deliveries >= TallyFormat.fullSection.deliveries
            || columns.reduce(0) { $0 + $1.count } >= TallyFormat.fullSection.bytes
    }

    /// A message and the texts of its rows.
    struct Message {
        let place: MessagePlace
        var code: UnsafeRawBufferPointer
        /// The target of its earliest row that has one.
        var target: (text: UnsafeRawBufferPointer, time: CompactTime)?
        /// Targets of other rows, in order.
        var otherTargets: [UnsafeRawBufferPointer] = []
        /// The devices in order, and the numbers of their deliveries.
        var deliveries: [(hwid: UnsafeRawBufferPointer, number: Int)] = []
    }

    /// Adds a message.
    ///
    /// One with very many devices goes through several sections, and is in each of them with some.
    ///
    /// - Parameter take: receives the columns of a section that is full.
    mutating func add<Failure: Error>(
        _ message: Message, of tally: borrowing Tally, take: (_ columns: [[UInt8]]) throws(Failure) -> Void
    ) throws(Failure) {
        var rest = message
        while true {
            if isFull { try take(takeColumns()) }
            let part = rest.removeFirstPart()
            append(part, of: tally)
            if rest.deliveries.isEmpty { return }
        }
    }

    /// The columns so far; a new section begins. nil if there are none.
    mutating func finish() -> [[UInt8]]? { messages == 0 ? nil : takeColumns() }

    private mutating func takeColumns() -> [[UInt8]] {
        defer {
            columns = Array(repeating: [], count: columns.count)
            profiles = [:]
            (messages, deliveries, lastFirst) = (0, 0, 0)
        }
        return columns
    }

    // MARK: - Messages

    private mutating func append(_ message: Message, of tally: borrowing Tally) {
        let shard = tally.shards[Int(message.place.shard)]
        let record = shard.pointee.messages[Int(message.place.message)].pointee
        let first = record.first.seconds
        messages += 1
        deliveries += message.deliveries.count
        add(number: UInt64(message.code.count), to: .codeLengths)
        columns[TallyFormat.Column.codeBytes.rawValue].append(text: message.code)
        add(signed: first - lastFirst, to: .firsts)
        lastFirst = first
        add(number: UInt64(bitPattern: record.last.seconds - first), to: .spans)
        add(record.app, at: record.appTime, first, to: .apps, .appTimes, tally.labels)
        add(record.name, at: record.nameTime, first, to: .names, .nameTimes, tally.labels)
        appendTexts(of: message, record, first, tally.identities)
        let others: UInt64 = message.otherTargets.isEmpty ? 0 : 1
        add(number: UInt64(message.deliveries.count) << 1 | others, to: .deliveryCounts)
        for (hwid, number) in message.deliveries {
            add(number: reference(to: hwid, message.target?.text), to: .hwids)
            let details = details[Int(message.place.shard)]
            append(shard.pointee.deliveries[number].pointee, number, first, details, tally.labels)
        }
    }

    private mutating func appendTexts(
        of message: Message, _ record: MessageRecord, _ first: Int64, _ identities: borrowing InternedIdentities
    ) {
        if let (text, time) = message.target {
            add(number: reference(to: text, nil), to: .targets)
            add(signed: time.seconds - first, to: .targetTimes)
        } else {
            add(number: TextReference.none, to: .targets)
        }
        if !message.otherTargets.isEmpty {
            add(number: UInt64(message.otherTargets.count), to: .otherTargets)
            for text in message.otherTargets { add(number: reference(to: text, nil), to: .otherTargets) }
        }
        guard record.person != InternedIdentities.none else {
            add(number: TextReference.none, to: .people)
            return
        }
        add(number: reference(to: identities.text(record.person), message.target?.text), to: .people)
        let time = record.personTime.seconds - first
        add(number: UInt64(bitPattern: time) << 1 | (record.isUserKnown ? 1 : 0), to: .personTimes)
    }

    private mutating func add(
        _ label: UInt32, at time: CompactTime, _ first: Int64, to column: TallyFormat.Column,
        _ times: TallyFormat.Column, _ labels: borrowing InternedLabels
    ) {
        guard label != InternedLabels.none else { return add(number: 0, to: column) }
        add(number: number(of: label, labels) + 1, to: column)
        add(signed: time.seconds - first, to: times)
    }

    // MARK: - Deliveries

    private mutating func append(
        _ delivery: DeliveryRecord, _ number: Int, _ first: Int64, _ details: DeliveryDetails,
        _ labels: borrowing InternedLabels
    ) {
        let rare = details.rareEvents(of: number)
        let profile = DeliveryProfile(delivery, hasRareEvents: !rare.isEmpty)
        add(number: self.number(of: profile), to: .deliveryProfiles)
        var last = first
        func note(_ flag: DeliveryProfile.Flag, _ time: CompactTime, to column: TallyFormat.Column) {
            guard profile.has(flag) else { return }
            columns[column.rawValue].append(signed: time.seconds - last)
            last = time.seconds
        }
        note(.created, delivery.firstCreated, to: .created)
        note(.sent, delivery.lastSent, to: .sent)
        note(.delivered, delivery.firstDelivered, to: .delivered)
        note(.opened, delivery.firstOpened, to: .opened)
        note(.acceptance, delivery.lastAcceptance, to: .acceptances)
        note(.accepted, delivery.lastAcceptedRow, to: .accepted)
        last = first
        note(.payload, delivery.payloadTime, to: .payloads)
        if profile.has(.refusals) { appendRefusals(details.refusals(of: number), first, labels) }
        if !rare.isEmpty {
            add(number: UInt64(rare.count), to: .rareEvents)
            for events in rare.sorted(by: { labels.text($0.label).isBefore(labels.text($1.label)) }) {
                add(number: self.number(of: events.label, labels), to: .rareEvents)
                add(number: UInt64(events.count), to: .rareEvents)
            }
        }
    }

    private mutating func appendRefusals(
        _ refusals: ArraySlice<RefusalRecord>, _ first: Int64, _ labels: borrowing InternedLabels
    ) {
        let refusals = refusals.sorted { left, right in
            left.status != right.status
                ? labels.text(UInt32(left.status)).isBefore(labels.text(UInt32(right.status)))
                : labels.text(left.description).isBefore(labels.text(right.description))
        }
        add(number: UInt64(refusals.count), to: .refusals)
        for refusal in refusals {
            add(number: number(of: UInt32(refusal.status), labels), to: .refusals)
            add(number: number(of: refusal.description, labels), to: .refusals)
            add(number: UInt64(refusal.count), to: .refusals)
            add(signed: refusal.last.seconds - first, to: .refusals)
        }
    }

    // MARK: - Numbers

    private mutating func add(number: UInt64, to column: TallyFormat.Column) {
        columns[column.rawValue].append(number: number)
    }

    private mutating func add(signed number: Int64, to column: TallyFormat.Column) {
        columns[column.rawValue].append(signed: number)
    }

    /// What refers to a text, which is added if it is new.
    private mutating func reference(to text: UnsafeRawBufferPointer, _ target: UnsafeRawBufferPointer?) -> UInt64 {
        if let target, target.isSame(as: text) { return TextReference.target }
        if let known = texts.known(ShortKey(KeyedHash.of(text))) { return TextReference.first + UInt64(known) }
        add(number: UInt64(text.count), to: .textLengths)
        columns[TallyFormat.Column.textBytes.rawValue].append(text: text)
        return TextReference.next
    }

    /// The file's number of a label, which is added if it is new.
    private mutating func number(of label: UInt32, _ labels: borrowing InternedLabels) -> UInt64 {
        if let known = self.labels[label] { return known }
        let number = UInt64(self.labels.count)
        self.labels[label] = number
        columns[TallyFormat.Column.labels.rawValue].append(counted: labels.text(label))
        return number
    }

    private mutating func number(of profile: DeliveryProfile) -> UInt64 {
        if let known = profiles[profile] { return known }
        let number = UInt64(profiles.count)
        profiles[profile] = number
        add(number: UInt64(profile.counts), to: .profiles)
        add(number: UInt64(profile.flags), to: .profiles)
        return number
    }
}

extension TallySectionWriter.Message {
    /// Removes as much as fits into one section.
    fileprivate mutating func removeFirstPart() -> Self {
        var (count, bytes) = (0, 0)
        while count < deliveries.count, count == 0 || bytes < TallyFormat.fullSection.bytes,
            count < TallyFormat.fullSection.deliveries
        {
            bytes += deliveries[count].hwid.count
            count += 1
        }
        var part = self
        part.deliveries.removeLast(deliveries.count - count)
        deliveries.removeFirst(count)
        otherTargets = []
        return part
    }
}

extension CompactTime {
    /// Seconds since the year 0000; the time must be known.
    fileprivate var seconds: Int64 {
        (timestamp ?? .earliest).secondsSince1970 - Timestamp.earliest.secondsSince1970
    }
}
