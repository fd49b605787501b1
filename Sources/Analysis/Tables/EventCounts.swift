import TrackingLog

/// How many rows of each common status a delivery has, up to 15 of each, in four bytes.
///
/// Senders retry up to ten times, so hardly any delivery has more; what does not fit is counted with the message.
struct EventCounts: BitwiseCopyable {
    private var lanes: UInt32 = 0

    /// The statuses that are counted here.
    static let statuses: [Status] = [
        .created, .sent, .delivered, .failed, .opened, .received, .converted, .bounced,
    ]
    private static let maximum: UInt32 = 15

    /// Counts one row of a status.
    ///
    /// - Returns: false where it does not fit, or the status is not counted here.
    @inline(__always)
    mutating func count(_ status: Status) -> Bool {
        guard status.rawValue < 8 else { return false }
        let shift = UInt32(status.rawValue) * 4
        guard lanes >> shift & EventCounts.maximum < EventCounts.maximum else { return false }
        lanes += 1 << shift
        return true
    }

    /// How many rows of a status are counted here; zero where the delivery has none.
    @inline(__always)
    subscript(status: Status) -> Int { self[at: Int(status.rawValue)] }

    /// The same by the status's raw value, which is below 8.
    @inline(__always)
    subscript(at status: Int) -> Int { Int(lanes >> UInt32(status * 4) & EventCounts.maximum) }

    /// Adds another's counts.
    ///
    /// - Parameter overflow: is given what does not fit.
    mutating func merge(_ other: EventCounts, overflow: (Status, Int) -> Void) {
        for status in EventCounts.statuses {
            let sum = self[status] + other[status]
            let kept = min(sum, Int(EventCounts.maximum))
            lanes += UInt32(kept - self[status]) << (UInt32(status.rawValue) * 4)
            if sum > kept { overflow(status, sum - kept) }
        }
    }
}
