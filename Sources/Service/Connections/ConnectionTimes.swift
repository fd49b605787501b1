import NIOCore

/// How long a connection may take for what.
struct ConnectionTimes: Sendable {
    /// For a request's head to come, whole.
    var idle: TimeAmount
    /// For an answer to begin once the request is there, and for each piece of it to be taken.
    var request: TimeAmount
    /// For a body to come, beyond what it earns.
    var bodyGrace: TimeAmount
    /// How many bytes of a body earn a second.
    var leastRate: Int

    /// How much longer a request may be on its way for a piece of its body: long bodies take their time, and those that
    /// trickle in gain nothing.
    func earned(by bytes: Int) -> TimeAmount {
        .nanoseconds(Int64(bytes) * 1_000_000_000 / Int64(leastRate))
    }
}
