/// How far a delivery got by the events so far, added in any order.
public struct DeliveryProgress: Sendable {
    private var isOpened = false
    private var isReceived = false
    private var isAccepted = false
    private var lastSent: Timestamp?
    private var lastDelivered: Timestamp?
    private var lastFailed: Timestamp?

    /// A delivery without events.
    public init() {}

    /// Adds an event.
    public mutating func add(_ status: Status, at time: Timestamp) {
        switch status {
        case .opened: isOpened = true
        case .received: isReceived = true
        case .accepted: isAccepted = true
        case .sent: lastSent = max(lastSent ?? time, time)
        case .delivered: lastDelivered = max(lastDelivered ?? time, time)
        default: if status.isRefusal { lastFailed = max(lastFailed ?? time, time) }
        }
    }

    /// The state that follows from the events.
    public var state: DeliveryState {
        DeliveryState(
            opened: isOpened, received: isReceived, lastSent: lastSent, lastDelivered: lastDelivered,
            lastFailed: lastFailed, accepted: isAccepted)
    }
}
