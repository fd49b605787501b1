import TrackingLog

/// The 96 bits of a ``TextKey`` that are kept: among a hundred million texts two share them with odds of 10⁻¹³.
struct ShortKey: Equatable, BitwiseCopyable {
    var low: UInt64
    var high: UInt32

    @inline(__always)
    init(low: UInt64, high: UInt32) {
        self.low = low
        self.high = high
    }

    @inline(__always)
    init(_ key: TextKey) {
        self.init(low: key.low, high: UInt32(truncatingIfNeeded: key.high))
    }

    /// What ``SlotTable`` finds it by.
    @inline(__always)
    var hash: UInt64 { low }

    /// Which of the ``ShortKey/parts`` of a split table it belongs to. These bits say nothing of its place there.
    @inline(__always)
    var part: Int { Int(high % UInt32(ShortKey.parts)) }

    /// How many parts tables are split into, for threads to work on at once.
    static let parts = 16
}
