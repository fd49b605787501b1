public import TrackingLog

/// One message.
public struct TimelineMessage: Sendable {
    /// Its tracking code.
    public var code: String
    /// Its name, as the payload tells it.
    public var name: String?
    /// The app that was sent to.
    public var app: String?
    /// Whom it was for; nil where nothing but its devices tells.
    public var person: String?
    /// Its deliveries' platform, if they agree.
    public var platform: Platform
    /// How it ended, over all its deliveries.
    public var outcome: MessageOutcome
    /// Those that are of the timeline's subject, in the order of their first events.
    public var deliveries: [TimelineDelivery]
    /// How many deliveries it has besides.
    public var otherDeliveries: Int

    /// One that all this is true of.
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
