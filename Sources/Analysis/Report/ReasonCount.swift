public import TrackingLog

/// How often one platform's deliveries failed for one reason.
public struct ReasonCount: Sendable, Equatable {
    /// The deliveries' platform.
    public var platform: Platform
    /// The catalogue's spelling; a reason it does not know, as the log has it.
    public var name: String
    /// What the catalogue knows of it.
    public var reason: Reason?
    /// Deliveries that failed, for this reason in the end.
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
