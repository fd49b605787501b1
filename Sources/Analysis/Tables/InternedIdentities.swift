import TrackingLog

/// The user ids and targets of a log, each kept once.
///
/// Their texts are kept beside their keys: if a message's rows disagree, the order of bytes may decide.
struct InternedIdentities: ~Copyable, Sendable {
    /// Split by ``ShortKey/shard``.
    var pools = Shards { TextPool() }
    /// By an alias, the person whose it is: see ``unite(_:)``.
    var persons: [Number: Number] = [:]

    /// By the key of an alias, that of its person's id.
    var personKeys: [ShortKey: ShortKey] = [:]

    /// An identity: its shard, and its number in the shard's pool.
    typealias Number = UInt32
    /// No identity.
    static let none = Number.max

    mutating func number(of text: UnsafeRawBufferPointer, _ key: TextKey) -> Number {
        number(of: text, ShortKey(key))
    }

    mutating func number(of text: UnsafeRawBufferPointer, _ key: ShortKey) -> Number {
        InternedIdentities.number(UInt32(pools[key.shard].pointee.number(of: text, key)), in: key.shard)
    }

    /// Has what a look-up reads first brought into the cache.
    @inline(__always)
    func prefetchSlot(_ key: ShortKey) { pools[key.shard].pointee.prefetchSlot(key) }

    /// Has what a look-up reads next brought into the cache.
    @inline(__always)
    func prefetchEntry(_ key: ShortKey) { pools[key.shard].pointee.prefetchEntry(key) }

    /// The number of the identity with a number in a shard's pool.
    static func number(_ number: UInt32, in shard: Int) -> Number {
        number * UInt32(ShortKey.shardCount) + UInt32(shard)
    }

    /// The number of a known identity.
    func find(_ key: ShortKey) -> Number? {
        pools[key.shard].pointee.find(key).map { InternedIdentities.number(UInt32($0), in: key.shard) }
    }

    /// The bytes that it takes.
    var allocatedBytes: Int {
        (0..<ShortKey.shardCount).reduce(0) { $0 + pools[$1].pointee.allocatedBytes }
    }

    func text(_ number: Number) -> UnsafeRawBufferPointer {
        pools[InternedIdentities.shard(of: number)].pointee.text(InternedIdentities.numberInShard(number))
    }

    func key(_ number: Number) -> ShortKey {
        pools[InternedIdentities.shard(of: number)].pointee.key(InternedIdentities.numberInShard(number))
    }

    static func shard(of number: Number) -> Int { Int(number) % ShortKey.shardCount }
    static func numberInShard(_ number: Number) -> Int { Int(number) / ShortKey.shardCount }
}

extension InternedIdentities {
    /// Takes over another's identities.
    ///
    /// - Returns: by shard, for each of the other's numbers, the number in the pool here.
    mutating func merge(_ others: inout InternedIdentities) -> [[UInt32]] {
        pools.update(with: &others.pools) { pool, other in
            defer { other = TextPool() }
            return pool.merge(other)
        }
    }
}
