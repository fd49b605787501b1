import TrackingLog

/// The failed rows of one delivery that have one status and description: 20 bytes.
struct RefusalRecord: BitwiseCopyable {
    /// In the same shard.
    var delivery: UInt32
    /// A number in the labels, as the rows have it: the empty one where they have none.
    var description: UInt32
    var count: UInt32
    /// The latest of the rows.
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

/// Rows of one message that its deliveries' ``EventCounts`` have no room for: 16 bytes.
struct RareEventsRecord: BitwiseCopyable {
    /// In the same shard.
    let message: UInt32
    /// The status: a number in the labels.
    let label: UInt32
    var count: Int

    @inline(__always)
    var hash: UInt64 { PairHash.of(message, label) }
}

/// Hashes pairs of record numbers.
enum PairHash {
    @inline(__always)
    static func of(_ first: UInt32, _ second: UInt32) -> UInt64 {
        // The numbers follow from the log, so the process's key keeps what is written there from choosing slots.
        let product = (UInt64(first) << 32 | UInt64(second) ^ KeyedHash.key.0)
            .multipliedFullWidth(by: KeyedHash.key.1 | 1)
        return product.high ^ product.low
    }
}
