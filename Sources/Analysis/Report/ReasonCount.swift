public import TrackingLog

/// The failures of one platform for one reason.
public struct ReasonCount: Sendable, Equatable {
    /// The deliveries' platform.
    public var platform: Platform
    /// The catalogue's name; for an unknown reason, the log's text.
    public var name: String
    /// The catalogue's reason; nil if it is unknown.
    public var reason: Reason?
    /// Deliveries that finally failed for this reason.
    public var deliveries: Int
    /// Failed rows that give this reason.
    public var events: Int
    /// ``deliveries`` among all that failed.
    public var share: Rate

    /// The count of one reason.
    public init(
        platform: Platform, name: String, reason: Reason?, deliveries: Int, events: Int, share: Rate
    ) {
        self.platform = platform
        self.name = name
        self.reason = reason
        self.deliveries = deliveries
        self.events = events
        self.share = share
    }
}
