import TrackingLog

/// The failed rows of one delivery with the same status and description: 20 bytes.
struct RefusalRecord: BitwiseCopyable {
    /// Its number in the same shard.
    var delivery: UInt32
    /// Its number in the labels; the empty label's if there is none.
    var description: UInt32
    var count: UInt32
    /// The time of the latest row.
    var last: CompactTime
    /// The status's raw value, which is also its number in the labels.
    let status: UInt8

    /// No refusal.
    static let none = UInt32.max

    init(delivery: UInt32, status: Status, description: UInt32, count: UInt32, last: CompactTime) {
        self.delivery = delivery
        self.status = status.rawValue
        self.description = description
        self.count = count
        self.last = last
    }

    @inline(__always)
    var hash: UInt64 { PairHash.of(delivery, description) &+ UInt64(status) << 32 }
}

/// Rows of one delivery that do not fit into ``EventCounts``: 16 bytes.
struct RareEventsRecord: BitwiseCopyable {
    /// Its number in the same shard.
    let delivery: UInt32
    /// The status's number in the labels.
    let label: UInt32
    var count: Int

    @inline(__always)
    var hash: UInt64 { PairHash.of(delivery, label) }
}

/// Hashes pairs of record numbers.
enum PairHash {
    @inline(__always)
    static func of(_ first: UInt32, _ second: UInt32) -> UInt64 {
        // The numbers follow from the log. With the process's key no log can choose slots.
        let product = (UInt64(first) << 32 | UInt64(second) ^ KeyedHash.key.0)
            .multipliedFullWidth(by: KeyedHash.key.1 | 1)
        return product.high ^ product.low
    }
}
