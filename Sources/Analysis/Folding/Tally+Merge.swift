extension Tally {
    /// Adds everything in another tally.
    public mutating func merge(_ other: consuming Tally) {
        requireOpen()
        other.requireOpen()
        rows += other.rows
        rejects.merge(other.rejects)
        texts.merge(other.texts)
        let numbers = Renumbering(labels: labels.merge(other.labels), identities: identities.merge(&other.identities))
        Tally.merge(&other.shards, into: &shards, numbers, labels, identities)
    }

    private static func merge(
        _ others: inout Shards<TallyShard>, into shards: inout Shards<TallyShard>,
        _ numbers: Renumbering, _ labels: borrowing InternedLabels, _ identities: borrowing InternedIdentities
    ) {
        shards.update(with: &others) { shard, other in
            shard.merge(other, numbers, labels, identities)
            // The other's memory is freed at once, so that two complete tallies need not fit in memory.
            other = TallyShard()
        }
    }
}

/// This tally's numbers for another's labels and identities.
struct Renumbering: Sendable {
    let labels: [UInt32]
    /// By shard, the numbers in the pool here.
    let identities: [[UInt32]]

    func label(_ number: UInt32) -> UInt32 {
        number == InternedLabels.none ? InternedLabels.none : labels[Int(number)]
    }

    /// A message with the numbers here.
    func record(_ message: MessageRecord) -> MessageRecord {
        var message = message
        message.app = label(message.app)
        message.name = label(message.name)
        message.person = identity(message.person)
        return message
    }

    func identity(_ number: InternedIdentities.Number) -> InternedIdentities.Number {
        guard number != InternedIdentities.none else { return InternedIdentities.none }
        let shard = InternedIdentities.shard(of: number)
        return InternedIdentities.number(identities[shard][InternedIdentities.numberInShard(number)], in: shard)
    }
}
