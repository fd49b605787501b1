import Threading

/// The tables of one part of all messages.
struct PartTables: ~Copyable, Sendable {
    var shards = Shards { TallyShard() }
    var identities = InternedIdentities()

    /// The outcomes of its messages and deliveries.
    func outcomes(_ meanings: DescriptionMeanings, _ labels: borrowing InternedLabels) -> [ShardOutcomes] {
        Workers.map(ShortKey.shardCount) { ShardOutcomes(shards[$0].pointee, identities, labels, meanings) }
    }
}
