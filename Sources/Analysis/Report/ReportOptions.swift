public import TrackingLog

/// What a report is to show.
public struct ReportOptions: Sendable {
    /// By what messages are grouped, in this order.
    public var dimensions: [Dimension] = [.platform]
    /// Which messages it is on.
    public var filter = MessageFilter()
    /// Where days and hours are counted; nil means UTC.
    public var zone: LocalZone?
    /// The people that coverage is measured on; nil means those seen.
    public var audience: Audience?
    /// How many groups are shown at most: the largest; the rest are counted as one.
    public var mostGroups = 1_000

    /// The usual: by platform, all messages, UTC.
    public init() {}

    /// Whether names have to be taken apart.
    var needsNameParts: Bool { !filter.journeys.isEmpty || dimensions.contains(where: \.isNamePart) }
}

/// The active customers: people that ought to be reachable.
public struct Audience: Sendable {
    /// The keys of their ids.
    private(set) var keys: Set<TextKey> = []

    /// Nobody.
    public init() {}

    /// How many there are.
    public var count: Int { keys.count }

    /// Adds a person by id; one that is there already is not added again.
    public mutating func insert(_ id: Span<UInt8>) { keys.insert(KeyedHash.of(id)) }
}
