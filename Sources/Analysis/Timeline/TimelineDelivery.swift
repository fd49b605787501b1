public import TrackingLog

/// One message to one device.
public struct TimelineDelivery: Sendable {
    /// The device; empty if the rows name none.
    public var hwid: String
    /// The kind of device.
    public var platform: Platform
    /// How far it got.
    public var state: DeliveryState
    /// Who stopped it, if it failed.
    public var failure: FailureKind?
    /// Its events, in order.
    public var events: [TimelineEvent]

    /// A delivery with these events.
    public init(
        hwid: String, platform: Platform, state: DeliveryState, failure: FailureKind?, events: [TimelineEvent]
    ) {
        self.hwid = hwid
        self.platform = platform
        self.state = state
        self.failure = failure
        self.events = events
    }
}
