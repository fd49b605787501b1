import TrackingLog

/// The messages of one shard that were delivered to people of a list before one of their conversions.
struct DeliveredMessages: Sendable {
    /// A message that was delivered to a person: 20 bytes.
    struct Delivered: BitwiseCopyable {
        /// The person's number in the list.
        let person: UInt32
        /// The message's number in its shard.
        let message: UInt32
        /// When the first of the person's devices had it.
        let time: CompactTime
        /// The message's first row.
        let first: CompactTime
        let shard: UInt8
    }

    /// By the person's number in the list, whether a message of this shard is for them, delivered or not.
    private(set) var isKnown: [Bool]
    /// By ``part(of:)``.
    private(set) var byPart: [[Delivered]]

    /// The number of parts that people are divided into, for threads to work on at once.
    static let partCount = ShortKey.shardCount

    /// The part of a person.
    static func part(of person: Int) -> Int { person % partCount }

    init(
        _ shard: Int, of shards: borrowing Shards<TallyShard>, _ outcomes: ShardOutcomes,
        _ identities: borrowing InternedIdentities, _ people: ListedPeople, _ request: ConversionRequest
    ) {
        isKnown = Array(repeating: false, count: request.list.people.count)
        byPart = Array(repeating: [], count: Self.partCount)
        let table = shards[shard]
        for (number, message) in table.pointee.messages.elements.enumerated() {
            func note(_ person: Int, _ time: CompactTime) {
                isKnown[person] = true
                guard time != .never, request.hasConversion(of: person, after: time) else { return }
                byPart[Self.part(of: person)].append(
                    Delivered(
                        person: UInt32(person), message: UInt32(number), time: time, first: message.first,
                        shard: UInt8(shard)))
            }
            let named = PersonSightings.person(of: message, outcomes.messages[number], identities)
            let key = named.map { identities.personKey($0) }
            if let key, !people.contains(key) { continue }
            var earliest = CompactTime.never
            table.pointee.forEachDelivery(of: message) { each, delivery in
                let time = delivery.acceptance(outcomes.deliveries[each].state)
                earliest = min(earliest, time)
                // No person is named: the device stands for one.
                if key == nil, delivery.hwidShape != .empty {
                    people.forEach(identities.personKey(delivery.hwid)) { note($0, time) }
                }
            }
            if let key { people.forEach(key) { note($0, earliest) } }
        }
    }
}

extension DeliveryRecord {
    /// When a gateway accepted it first; ``CompactTime/never`` if none did in the end.
    ///
    /// It is the first delivered or opened row. Of a delivery with neither, the record has only the last received row, or
    /// the last accepted one, which is nearly always the only one.
    fileprivate func acceptance(_ state: DeliveryState) -> CompactTime {
        guard state.isAccepted else { return .never }
        let first = min(firstDelivered, firstOpened)
        if first != .never { return first }
        return lastAcceptance == .none ? lastAcceptedRow : lastAcceptance
    }
}

extension ConversionRequest {
    /// Whether a person has a conversion at a time, or at most a window after it.
    fileprivate func hasConversion(of person: Int, after time: CompactTime) -> Bool {
        let conversions = list.conversions(of: person)
        let next = conversions.firstIndex(past: { $0.time >= time })
        return next < conversions.endIndex && contains(conversions[next].time, from: time)
    }

    /// Whether a conversion is at most a window after a delivery.
    func contains(_ conversion: CompactTime, from delivery: CompactTime) -> Bool {
        guard let start = delivery.timestamp, let time = conversion.timestamp else { return false }
        return start <= time && time.secondsSince1970 - start.secondsSince1970 <= Int64(window)
    }
}
