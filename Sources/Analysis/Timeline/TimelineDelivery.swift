public import TrackingLog

/// One message to one device.
public struct TimelineDelivery: Sendable {
    /// The device; empty where the rows tell of none.
    public var hwid: String
    /// What kind of device it is.
    public var platform: Platform
    /// How far it came.
    public var state: DeliveryState
    /// Who stopped it, where it failed.
    public var failure: FailureKind?
    /// In order, the first of them first.
    public var events: [TimelineEvent]

    /// One with these events.
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
