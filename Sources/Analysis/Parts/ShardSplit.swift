/// The messages of one shard, sorted by their parts, with what belongs to each.
struct ShardSplit {
    /// Messages' numbers, part by part.
    private let messages: Buckets
    /// Refusals' and rare events' numbers, by the message's rank in ``messages``.
    private let refusals: Buckets
    private let rareEvents: Buckets
    /// By delivery, its place in the part that was made last.
    private var places: [UInt32]

    init(_ shard: borrowing TallyShard) {
        messages = Buckets(shard.messages.count, into: ShortKey.partCount) { shard.messages[$0].pointee.key.part }
        var ranks = [UInt32](repeating: 0, count: shard.messages.count)
        for (rank, message) in messages.numbers.enumerated() { ranks[Int(message)] = UInt32(rank) }
        func rank(_ delivery: UInt32) -> Int { Int(ranks[Int(shard.deliveries[Int(delivery)].pointee.message)]) }
        refusals = Buckets(shard.refusals.count, into: ranks.count) { rank(shard.refusals[$0].pointee.delivery) }
        rareEvents = Buckets(shard.rareEvents.count, into: ranks.count) { rank(shard.rareEvents[$0].pointee.delivery) }
        places = Array(repeating: 0, count: shard.deliveries.count)
    }

    /// The messages of one part.
    ///
    /// - Parameters:
    ///   - part: the part.
    ///   - shard: the shard that was sorted.
    ///   - labels: for each label here, its number in the part.
    ///   - person: for an identity here, its number in the part.
    mutating func part(
        _ part: Int, of shard: borrowing TallyShard, labels: [UInt32],
        person: (InternedIdentities.Number) -> UInt32
    ) -> ShardPart {
        func label(_ number: UInt32) -> UInt32 { number == InternedLabels.none ? number : labels[Int(number)] }
        var found = ShardPart()
        for rank in messages.places(of: part) {
            var record = shard.messages[Int(messages.numbers[rank])].pointee
            shard.forEachDelivery(of: record) { number, delivery in
                places[number] = UInt32(found.deliveries.count)
                found.deliveries.append(delivery)
            }
            for place in refusals.places(of: rank) {
                var refusal = shard.refusals[Int(refusals.numbers[place])].pointee
                refusal.delivery = places[Int(refusal.delivery)]
                refusal.description = label(refusal.description)
                found.refusals.append(refusal)
            }
            for place in rareEvents.places(of: rank) {
                let events = shard.rareEvents[Int(rareEvents.numbers[place])].pointee
                found.rareEvents.append(
                    RareEventsRecord(
                        delivery: places[Int(events.delivery)], label: label(events.label), count: events.count))
            }
            if record.person != InternedIdentities.none { record.person = person(record.person) }
            record.app = label(record.app)
            record.name = label(record.name)
            found.append(record)
        }
        return found
    }
}

/// Numbers sorted into buckets, in their order in each.
private struct Buckets {
    private(set) var numbers: [UInt32]
    /// By bucket, where it begins; and the end of the last.
    private var starts: [UInt32]

    init(_ count: Int, into buckets: Int, _ bucket: (Int) -> Int) {
        starts = Array(repeating: 0, count: buckets + 1)
        for number in 0..<count { starts[bucket(number) + 1] += 1 }
        for bucket in 0..<buckets { starts[bucket + 1] += starts[bucket] }
        numbers = Array(repeating: 0, count: count)
        var next = starts
        for number in 0..<count {
            let bucket = bucket(number)
            numbers[Int(next[bucket])] = UInt32(number)
            next[bucket] += 1
        }
    }

    /// The places of a bucket's numbers.
    func places(of bucket: Int) -> Range<Int> { Int(starts[bucket])..<Int(starts[bucket + 1]) }
}
