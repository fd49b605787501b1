import TrackingLog

/// The user ids and targets of a log, each kept once.
///
/// They are kept whole, not only as keys, since where a message's rows disagree the order of bytes may have to decide.
struct InternedIdentities: ~Copyable, Sendable {
    /// Split by ``ShortKey/shard``.
    var pools = Shards { TextPool() }

    /// Which name: its pool and its number there in one.
    typealias Number = UInt32
    /// No name.
    static let none = Number.max

    mutating func number(of text: UnsafeRawBufferPointer, _ key: TextKey) -> Number {
        let key = ShortKey(key)
        return InternedIdentities.number(UInt32(pools[key.shard].pointee.number(of: text, key)), in: key.shard)
    }

    /// The number of the name that a shard's pool knows by a number of its own.
    static func number(_ number: UInt32, in shard: Int) -> Number {
        number * UInt32(ShortKey.shardCount) + UInt32(shard)
    }

    /// The number of a name that is known.
    func find(_ key: ShortKey) -> Number? {
        pools[key.shard].pointee.find(key).map { InternedIdentities.number(UInt32($0), in: key.shard) }
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
    /// Takes over the names of others.
    ///
    /// - Returns: by shard, the number in the pool here of each name of the other's.
    mutating func merge(_ others: inout InternedIdentities) -> [[UInt32]] {
        pools.update(with: &others.pools) { pool, other in
            defer { other = TextPool() }
            return pool.merge(other)
        }
    }
}
