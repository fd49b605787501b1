import TrackingLog

/// The number of a delivery's rows of each common status, up to 15 each, in four bytes.
///
/// Senders retry up to ten times, so few deliveries have more. The excess is counted apart: ``RareEventsRecord``.
struct EventCounts: BitwiseCopyable {
    private var lanes: UInt32 = 0

    /// The statuses that are counted here.
    static let statuses: [Status] = [
        .created, .sent, .delivered, .failed, .opened, .received, .converted, .accepted,
    ]
    /// The most rows of a status that are counted here.
    static let maximum = 15

    /// Counts one row of a status.
    ///
    /// - Returns: false if it does not fit, or the status is not counted here.
    @inline(__always)
    mutating func count(_ status: Status) -> Bool {
        guard status.rawValue < 8 else { return false }
        let shift = UInt32(status.rawValue) * 4
        guard lanes >> shift & 15 < 15 else { return false }
        lanes += 1 << shift
        return true
    }

    /// The rows of a status that are counted here.
    @inline(__always)
    subscript(status: Status) -> Int { self[at: Int(status.rawValue)] }

    /// The same by the status's raw value, below 8.
    @inline(__always)
    subscript(at status: Int) -> Int { Int(lanes >> UInt32(status * 4) & 15) }

    /// Adds another's counts.
    ///
    /// - Parameter overflow: receives the excess.
    mutating func merge(_ other: EventCounts, overflow: (Status, Int) -> Void) {
        for status in EventCounts.statuses {
            let sum = self[status] + other[status]
            let kept = min(sum, EventCounts.maximum)
            lanes += UInt32(kept - self[status]) << (UInt32(status.rawValue) * 4)
            if sum > kept { overflow(status, sum - kept) }
        }
    }
}
