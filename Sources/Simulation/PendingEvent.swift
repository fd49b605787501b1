import TrackingLog

/// An event that will be recorded: just enough to write its row when its time has come.
struct PendingEvent: Comparable {
    /// When its row is written, in seconds since the traffic's start.
    var due: UInt32
    /// When it happens; earlier than `due` for one that is recorded late.
    var time: UInt32
    /// The message's number.
    var message: UInt64
    /// Its place in the message's trail: what comes first where times are equal.
    var order: UInt8
    /// Which of the person's devices.
    var place: UInt8
    var status: Status
    var description: Description

    /// Whether it is written earlier. No two events of one traffic are equal in this, so that the order of the rows
    /// does not depend on how they are kept.
    static func < (left: PendingEvent, right: PendingEvent) -> Bool {
        if left.due != right.due { return left.due < right.due }
        if left.message != right.message { return left.message < right.message }
        return left.order < right.order
    }
}
