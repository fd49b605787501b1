import TrackingLog

/// The 96 bits of a ``TextKey`` that are kept: among a hundred million texts two share them with odds of 10⁻¹³.
struct ShortKey: Hashable, BitwiseCopyable {
    // In fours of bytes, so that records are not padded to eights.
    private var low: (UInt32, UInt32)
    private let high: UInt32

    @inline(__always)
    init(low: UInt64, high: UInt32) {
        self.low = (UInt32(truncatingIfNeeded: low), UInt32(truncatingIfNeeded: low >> 32))
        self.high = high
    }

    @inline(__always)
    init(_ key: TextKey) {
        self.init(low: key.low, high: UInt32(truncatingIfNeeded: key.high))
    }

    /// The hash for ``SlotTable``.
    @inline(__always)
    var hash: UInt64 { UInt64(low.1) << 32 | UInt64(low.0) }

    /// The shard of a split table that it belongs to. Other bits decide its place there.
    @inline(__always)
    var shard: Int { Int(high % UInt32(ShortKey.shardCount)) }

    /// The part of messages, devices or people on disk that it belongs to, apart from its shard.
    @inline(__always)
    var part: Int { Int(high / UInt32(ShortKey.shardCount) % UInt32(ShortKey.partCount)) }

    /// The number of parts. Each must fit into memory alone.
    static let partCount = 256

    /// The number of shards of a split table, for threads to work on at once.
    static let shardCount = 16

    /// The hash for ``SlotTable`` of the pair of this and a record's number.
    @inline(__always)
    func hash(with number: Int) -> UInt64 {
        hash &+ PairHash.of(UInt32(truncatingIfNeeded: number), high)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    @inline(__always)
    static func == (left: ShortKey, right: ShortKey) -> Bool { left.hash == right.hash && left.high == right.high }
}
