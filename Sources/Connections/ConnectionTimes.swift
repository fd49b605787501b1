package import NIOCore

/// The time limits of a connection.
package struct ConnectionTimes: Sendable {
    /// The time to receive the whole head of a request.
    var idle: TimeAmount
    /// The time until the response begins after the request is complete, and to send each piece of it.
    var request: TimeAmount
    /// The time to receive a body, beyond what its bytes earn.
    var bodyGrace: TimeAmount
    /// Bytes of a body that earn a second.
    var minimumRate: Int

    package init(idle: TimeAmount, request: TimeAmount, bodyGrace: TimeAmount, minimumRate: Int) {
        self.idle = idle
        self.request = request
        self.bodyGrace = bodyGrace
        self.minimumRate = minimumRate
    }

    /// The time that a piece of a body earns: long bodies may take long, and trickling ones gain nothing.
    func earned(by bytes: Int) -> TimeAmount {
        .nanoseconds(Int64(bytes) * 1_000_000_000 / Int64(minimumRate))
    }
}
