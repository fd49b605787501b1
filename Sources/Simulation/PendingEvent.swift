import TrackingLog

/// An event to be recorded: just enough to write its row when it is due.
struct PendingEvent: Comparable {
    /// When its row is written, in seconds since the traffic's start.
    var due: UInt32
    /// When it happens; earlier than `due` if it is recorded late.
    var time: UInt32
    /// The message's number.
    var message: UInt64
    /// Its place among the message's events, for equal times.
    var order: UInt16
    /// The device's place among the person's.
    var place: UInt8
    var status: Status
    var description: Description
    /// Whether its device is a neighbor's (``Population/neighborsDevice(of:)``).
    var isOnNeighborsDevice = false

    /// Whether it is written earlier.
    ///
    /// No two events of a traffic are equal in this, so the order of rows does not depend on how they are kept.
    static func < (left: PendingEvent, right: PendingEvent) -> Bool {
        if left.due != right.due { return left.due < right.due }
        if left.message != right.message { return left.message < right.message }
        return left.order < right.order
    }
}
