public import TrackingLog

/// What a report shows.
public struct ReportOptions: Sendable {
    /// The dimensions that messages are grouped by, in this order; at most ``maximumDimensions``. Those of an audience are
    /// columns of ``audience``.
    public var dimensions: [Dimension] = [.platform]
    /// The messages that it covers.
    public var filter = MessageFilter()
    /// The zone of days and hours; nil means UTC.
    public var zone: LocalZone?
    /// The people that coverage is measured on, with their columns; nil means those seen.
    public var audience: Audience?
    /// The conversions to credit to messages; nil for none.
    public var conversions: ConversionRequest?
    /// Whether to count messages over time too, and to compare them with those before.
    public var isOverTime = false
    /// What rules are about: see ``watch(_:)``.
    public internal(set) var scopes: [RuleScope] = []
    /// Whether ``scopes`` are compared with the time before.
    public internal(set) var comparesScopes = false
    /// The maximum number of groups, the largest first; the rest are counted as one.
    public var maximumGroups = 1_000

    // Where variants are compared, journey and step may come in addition.
    /// How many dimensions messages can be grouped by at once.
    public static let maximumDimensions = GroupKey.maximumCount - 2

    /// The defaults: by platform, all messages, UTC.
    public init() {}

    /// Whether names must be split.
    var needsNameParts: Bool { filter.isOnNames || dimensions.contains(where: \.isOfNameParts) }
}
