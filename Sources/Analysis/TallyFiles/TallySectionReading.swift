import TrackingLog

/// Reads the messages of a section from its columns.
///
/// Every number is checked, so that no file can lead to a place that is not there.
struct TallySectionReading: ~Copyable {
    private let readers: TallyColumnReaders
    private let texts: TallyTexts
    private let labels: TallyLabels
    /// The next text that nothing referred to yet.
    private var nextText: Int
    /// The number of texts that the section can refer to.
    private let textCount: Int
    private var profiles: [(profile: DeliveryProfile, counts: EventCounts)] = []
    /// By shard.
    private let parts: UnsafeMutablePointer<ShardPart>
    private let isNoted: Bool
    /// See ``TallySection/people``.
    private(set) var people = [[UInt32]](repeating: [], count: ShortKey.shardCount)
    /// Empty unless they are wanted.
    private(set) var notes = TallySectionNotes()
    /// The number of messages so far.
    private var messages: UInt32 = 0
    /// Where the next tracking code begins.
    private var codeStart = 0
    /// The first column that holds what cannot be.
    private var refused: TallyFormat.Column?

    /// - Parameters:
    ///   - columns: must outlive the reading.
    ///   - texts: the file's texts.
    ///   - labels: the file's labels.
    ///   - newTexts: the numbers of those that are new in this section.
    ///   - parts: receive the messages, by shard.
    ///   - isNoted: whether ``notes`` are wanted.
    init(
        _ columns: TallyColumns, _ texts: TallyTexts, _ labels: TallyLabels, newTexts: Range<Int>,
        into parts: UnsafeMutablePointer<ShardPart>, isNoted: Bool
    ) {
        self.parts = parts
        self.isNoted = isNoted
        readers = TallyColumnReaders(columns)
        self.texts = texts
        self.labels = labels
        nextText = newTexts.lowerBound
        textCount = newTexts.upperBound
    }

    /// Reads everything.
    ///
    /// - Returns: a column that holds what cannot be; nil if there is none.
    mutating func read() -> TallyFormat.Column? {
        readProfiles()
        var first: Int64 = 0
        while refused == nil, readers[.firsts].pointee.hasMore {
            first &+= readers[.firsts].pointee.nextSigned()
            readMessage(first)
        }
        let others = TallyFormat.Column.allCases.filter { ![.labels, .textLengths, .textBytes].contains($0) }
        return refused ?? readers.incomplete(others) ?? (nextText == textCount ? nil : .textLengths)
    }

    private mutating func refuse(_ column: TallyFormat.Column) { refused = refused ?? column }

    private mutating func readProfiles() {
        let reader = readers[.profiles]
        while reader.pointee.hasMore {
            guard let profile = DeliveryProfile(counts: reader.pointee.next(), flags: reader.pointee.next()) else {
                return refuse(.profiles)
            }
            profiles.append((profile, profile.eventCounts))
        }
    }

    // MARK: - Messages

    private mutating func readMessage(_ first: Int64) {
        let number = messages
        messages += 1
        let code = readers[.codeBytes].pointee.next(readers[.codeLengths].pointee.next())
        if isNoted { notes.codes.append(codeStart..<codeStart + code.count) }
        codeStart += code.count
        var message = MessageRecord(key: ShortKey(KeyedHash.of(code)))
        message.first = time(first, .firsts)
        message.last = time(first &+ Int64(clamping: readers[.spans].pointee.next()), .spans)
        (message.app, message.appTime) = label(.apps, .appTimes, first)
        (message.name, message.nameTime) = label(.names, .nameTimes, first)
        let count = readers[.deliveryCounts].pointee.next()
        // A message without a delivery cannot come from a row.
        if count < 2 || count >> 1 > UInt64(UInt32.max) { return refuse(.deliveryCounts) }
        // New texts have their numbers in this order.
        let target = readTargets(of: number, first)
        if count & 1 == 1 { readOtherTargets(of: number) }
        readPerson(of: &message, first, target)
        let part = parts + message.key.shard
        let firstDelivery = part.pointee.deliveries.count
        var rest = count >> 1
        while rest > 0, refused == nil {
            readDelivery(of: number, first, target, into: part)
            rest -= 1
        }
        if !part.pointee.hasDistinctDevices(from: firstDelivery) { return refuse(.hwids) }
        part.pointee.append(message)
    }

    private mutating func readTargets(of message: UInt32, _ first: Int64) -> UInt32? {
        guard let target = text(.targets, target: nil) else { return nil }
        let time = time(first &+ readers[.targetTimes].pointee.nextSigned(), .targetTimes)
        if isNoted { notes.targets.append((message, target, time)) }
        return target
    }

    private mutating func readOtherTargets(of message: UInt32) {
        let count = readers[.otherTargets].pointee.next()
        var rest = count
        while rest > 0, refused == nil {
            guard let text = text(.otherTargets, target: nil) else { return refuse(.otherTargets) }
            if isNoted { notes.targets.append((message, text, .never)) }
            rest -= 1
        }
    }

    private mutating func readPerson(of message: inout MessageRecord, _ first: Int64, _ target: UInt32?) {
        guard let person = text(.people, target: target) else { return }
        let time = readers[.personTimes].pointee.next()
        message.person = person
        message.isUserKnown = time & 1 == 1
        message.personTime = self.time(first &+ Int64(time >> 1), .personTimes)
        if texts.identity(Int(person)) == InternedIdentities.none {
            people[texts.key(Int(person)).shard].append(person)
        }
    }

    private mutating func label(
        _ column: TallyFormat.Column, _ times: TallyFormat.Column, _ first: Int64
    ) -> (label: UInt32, time: CompactTime) {
        let label = readers[column].pointee.next()
        guard label > 0 else { return (InternedLabels.none, .never) }
        guard let number = labels.number(label - 1) else {
            refuse(column)
            return (InternedLabels.none, .never)
        }
        return (number, time(first &+ readers[times].pointee.nextSigned(), times))
    }

    // MARK: - Deliveries

    @inline(__always)
    private mutating func readDelivery(
        of message: UInt32, _ first: Int64, _ target: UInt32?, into part: UnsafeMutablePointer<ShardPart>
    ) {
        let number = readers[.deliveryProfiles].pointee.next()
        guard number < UInt64(profiles.count) else { return refuse(.deliveryProfiles) }
        guard let hwid = text(.hwids, target: target) else { return refuse(.hwids) }
        let (profile, counts) = profiles[Int(number)]
        var delivery = DeliveryRecord(hwid: texts.key(Int(hwid)), shape: texts.shape(Int(hwid)), message: 0)
        delivery.counts = counts
        delivery.payload = profile.payload
        var last = first
        if profile.has(.created) { delivery.firstCreated = next(.created, &last) }
        if profile.has(.sent) { delivery.lastSent = next(.sent, &last) }
        if profile.has(.delivered) { delivery.firstDelivered = next(.delivered, &last) }
        if profile.has(.opened) { delivery.firstOpened = next(.opened, &last) }
        if profile.has(.acceptance) { delivery.lastAcceptance = next(.acceptances, &last) }
        if profile.has(.accepted) { delivery.noteAccepted(at: next(.accepted, &last)) }
        last = first
        if profile.has(.payload) { delivery.payloadTime = next(.payloads, &last) }
        let place = UInt32(part.pointee.deliveries.count)
        if isNoted { notes.hwids.append((message, hwid)) }
        part.pointee.deliveries.append(delivery)
        if profile.has(.refusals) { readRefusals(of: place, first, into: part) }
        if profile.has(.rareEvents) { readRareEvents(of: place, into: part) }
    }

    private mutating func readRefusals(
        of delivery: UInt32, _ first: Int64, into part: UnsafeMutablePointer<ShardPart>
    ) {
        let reader = readers[.refusals]
        var rest = reader.pointee.next()
        while rest > 0, refused == nil {
            let (status, description, count) = (reader.pointee.next(), reader.pointee.next(), reader.pointee.next())
            let last = first &+ reader.pointee.nextSigned()
            guard let status = labels.status(status), status.isRefusal, let description = labels.number(description),
                (1...Self.maximumCount).contains(count)
            else { return refuse(.refusals) }
            part.pointee.refusals.append(
                RefusalRecord(
                    delivery: delivery, status: status, description: description, count: UInt32(count),
                    last: time(last, .refusals)))
            rest -= 1
        }
    }

    private mutating func readRareEvents(of delivery: UInt32, into part: UnsafeMutablePointer<ShardPart>) {
        let reader = readers[.rareEvents]
        var rest = reader.pointee.next()
        while rest > 0, refused == nil {
            let (label, count) = (reader.pointee.next(), reader.pointee.next())
            guard let label = labels.number(label), (1...Self.maximumCount).contains(count) else {
                return refuse(.rareEvents)
            }
            part.pointee.rareEvents.append(RareEventsRecord(delivery: delivery, label: label, count: Int(count)))
            rest -= 1
        }
    }

    /// More events of one kind and delivery cannot be: the sums of two files still fit into 32 bits.
    private static let maximumCount: UInt64 = 1 << 31

    // MARK: - Values

    /// The text that the next reference of a column is to; nil where it is to none.
    @inline(__always)
    private mutating func text(_ column: TallyFormat.Column, target: UInt32?) -> UInt32? {
        let reference = readers[column].pointee.next()
        switch reference {
        case TextReference.none: return nil
        case TextReference.next where nextText < textCount:
            nextText += 1
            return UInt32(nextText - 1)
        case TextReference.target where target != nil: return target
        case TextReference.first... where reference - TextReference.first < UInt64(textCount):
            return UInt32(reference - TextReference.first)
        default:
            refuse(column)
            return nil
        }
    }

    /// The next time of a column, after another.
    @inline(__always)
    private mutating func next(_ column: TallyFormat.Column, _ last: inout Int64) -> CompactTime {
        last &+= readers[column].pointee.nextSigned()
        return time(last, column)
    }

    /// A time in seconds since the year 0000.
    @inline(__always)
    private mutating func time(_ seconds: Int64, _ column: TallyFormat.Column) -> CompactTime {
        guard seconds >= 0, seconds <= Self.latest else {
            refuse(column)
            return .never
        }
        return CompactTime(Timestamp(secondsSince1970: seconds &+ Timestamp.earliest.secondsSince1970))
    }

    private static let latest = Timestamp.latest.secondsSince1970 - Timestamp.earliest.secondsSince1970
}
