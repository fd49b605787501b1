public import TrackingLog

/// The lines of a delivery log. Empty or nil means all.
public struct DeliveryRequest: Sendable {
    /// The messages that a report covers.
    public var filter = MessageFilter()
    /// Only messages that ended so.
    public var outcomes: Set<MessageOutcome> = []
    /// Only messages with a delivery that failed for one of these reasons, as reports name them.
    public var reasons: [String] = []
    /// Only messages with a delivery that failed for a reason of these.
    public var categories: Set<Reason.Category> = []
    /// Only messages to these people.
    public var persons: [String] = []
    /// The conversions to credit to messages; nil for none. Lines of deliveries have none.
    public var conversions: ConversionRequest?
    /// Whether there is a line for each delivery. Platform, reason, category and person are then the delivery's own.
    public var isPerDevice = false
    /// The order of the lines; nil: by the time of the first row, then by tracking code, then by hwid.
    public var order: DeliveryOrder?
    /// The number of lines, the first ones.
    public var limit: Int?

    /// Every message, a line each.
    public init() {}
}
