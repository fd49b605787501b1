public import TrackingLog

/// One message.
public struct TimelineMessage: Sendable {
    /// Its tracking code.
    public var code: String
    /// Its name, from the payload.
    public var name: String?
    /// The app that was sent to.
    public var app: String?
    /// The person it was for; nil if only devices are known.
    public var person: String?
    /// Its deliveries' platform, if they agree.
    public var platform: Platform
    /// How it ended, over all its deliveries.
    public var outcome: MessageOutcome
    /// The deliveries of the timeline's subject, in the order of their first events.
    public var deliveries: [TimelineDelivery]
    /// The number of its other deliveries.
    public var otherDeliveries: Int

    /// A message of these values.
    public init(
        code: String, name: String?, app: String?, person: String?, platform: Platform, outcome: MessageOutcome,
        deliveries: [TimelineDelivery], otherDeliveries: Int
    ) {
        self.code = code
        self.name = name
        self.app = app
        self.person = person
        self.platform = platform
        self.outcome = outcome
        self.deliveries = deliveries
        self.otherDeliveries = otherDeliveries
    }
}
