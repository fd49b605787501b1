extension Tally {
    /// Adds everything that another tally has.
    public mutating func merge(_ other: consuming Tally) {
        requireOpen()
        other.requireOpen()
        rows += other.rows
        rejects.merge(other.rejects)
        let numbers = Renumbering(labels: labels.merge(other.labels), identities: identities.merge(&other.identities))
        Tally.merge(&other.shards, into: &shards, numbers, labels, identities)
    }

    private static func merge(
        _ others: inout Shards<TallyShard>, into shards: inout Shards<TallyShard>,
        _ numbers: Renumbering, _ labels: borrowing InternedLabels, _ identities: borrowing InternedIdentities
    ) {
        shards.update(with: &others) { shard, other in
            shard.merge(other, numbers, labels, identities)
            // What has been taken over is let go of at once: two whole tallies need not fit beside each other.
            other = TallyShard()
        }
    }
}

/// The numbers that another tally's labels and identities have in this one.
struct Renumbering: Sendable {
    let labels: [UInt32]
    /// By shard, the numbers in the pool here.
    let identities: [[UInt32]]

    func label(_ number: UInt32) -> UInt32 {
        number == InternedLabels.none ? InternedLabels.none : labels[Int(number)]
    }

    func identity(_ number: InternedIdentities.Number) -> InternedIdentities.Number {
        guard number != InternedIdentities.none else { return InternedIdentities.none }
        let shard = InternedIdentities.shard(of: number)
        return InternedIdentities.number(identities[shard][InternedIdentities.numberInShard(number)], in: shard)
    }
}
