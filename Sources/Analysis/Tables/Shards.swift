import Threading
/// A table split into shards by its keys (``ShortKey/shard``): each thread works on one shard.
///
/// Shards are stored outside the value: inside, they would make a tally kilobytes large, and every call that borrows it
/// would copy them.
struct Shards<Shard: ~Copyable & Sendable>: ~Copyable, @unchecked Sendable {
    private let base: UnsafeMutablePointer<Shard>

    init(_ makeShard: () -> Shard) {
        base = .allocate(capacity: ShortKey.shardCount)
        for shard in 0..<ShortKey.shardCount { (base + shard).initialize(to: makeShard()) }
    }

    deinit {
        base.deinitialize(count: ShortKey.shardCount)
        base.deallocate()
    }

    /// The place of a shard.
    @inline(__always)
    subscript(shard: Int) -> UnsafeMutablePointer<Shard> {
        assert(shard >= 0 && shard < ShortKey.shardCount)
        return base + shard
    }

    /// Changes each shard together with the same shard of another table, on several threads.
    ///
    /// - Returns: what the calls returned, in the shards' order.
    @discardableResult
    mutating func update<Other: ~Copyable & Sendable, Result: Sendable>(
        with others: inout Shards<Other>, _ body: @Sendable (inout Shard, inout Other) -> Result
    ) -> [Result] {
        // No two calls get the same number, so no two touch the same shard.
        nonisolated(unsafe) let shards = base
        nonisolated(unsafe) let others = others.base
        return Workers.map(ShortKey.shardCount) { body(&shards[$0], &others[$0]) }
    }
}
