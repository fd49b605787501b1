public import TrackingLog

/// The report on logs: plain numbers, ready to be rendered.
public struct Report: Sendable, Equatable {
    /// The times of the first and the last row; nil if there are no rows.
    public var window: ClosedRange<Timestamp>?
    /// The sources, in the order of the inputs.
    public var sources: [Source]
    /// The totals of all messages.
    public var totals: Totals
    /// The zone in which days and hours are counted.
    public var timezone: String
    /// The dimensions of ``groups``.
    public var dimensions: [Dimension]
    /// The groups: by time if they have one, else most messages first.
    public var groups: [Group]
    /// The groups beyond the maximum; nil if there are none.
    public var others: Others?
    /// The reasons of failures; most deliveries first.
    public var reasons: [ReasonCount]
    /// The tokens and their coverage.
    public var tokens: TokenCoverage
    /// From a delivery's first created row to its first delivered one.
    public var createdToDelivered: Latency
    /// From a delivery's first delivered row to its first opened one.
    public var deliveredToOpened: Latency
    /// The attempts of deliveries.
    public var attempts: Attempts
    /// How much of the logs could be read.
    public var quality: Quality
    /// The messages over time; nil unless asked for.
    public var overTime: OverTime?
    /// What became of the list of conversions; nil without one.
    public var conversions: ConversionSummary?
    /// The filter's values that no message has, by dimension.
    public var unmatched: [UnmatchedValues] = []
    /// Where ``groups`` are by variant, and not by journey and step too: the variants that messages of several steps have,
    /// which are counted together.
    public var variantsOfSeveralSteps: [String] = []
    /// The names held against the naming convention; nil unless ``dimensions`` has ``Dimension/nameCheck``.
    public var names: CheckedNames?
    /// The totals of what rules are about; empty unless asked for.
    public var scopes: [ScopedTotals] = []

    /// A file, or an entry of a zip.
    public struct Source: Sendable, Equatable {
        /// The file, with the entry in brackets.
        public var path: String
        /// The name of the vendor's format; nil for a tracking log.
        public var vendor: String?
        /// Rows that were read.
        public var rows: Int
        /// Rows that could not be read.
        public var rejected: Int

        /// A source and its rows.
        public init(path: String, vendor: String? = nil, rows: Int, rejected: Int) {
            self.path = path
            self.vendor = vendor
            self.rows = rows
            self.rejected = rejected
        }
    }

    /// Messages that have something in common.
    public struct Group: Sendable, Equatable {
        /// Their common value in each of the report's dimensions; nil if they have none.
        public var values: [String?]
        /// Their totals.
        public var totals: Totals

        /// A group of messages.
        public init(values: [String?], totals: Totals) {
            self.values = values
            self.totals = totals
        }
    }

    /// Groups that are not shown.
    public struct Others: Sendable, Equatable {
        /// The number of groups.
        public var groups: Int
        /// The totals of their messages.
        public var totals: Totals

        /// A number of groups and their totals.
        public init(groups: Int, totals: Totals) {
            self.groups = groups
            self.totals = totals
        }
    }

    /// A report of these values.
    public init(
        window: ClosedRange<Timestamp>?, sources: [Source], totals: Totals, timezone: String = "UTC",
        dimensions: [Dimension] = [.platform],
        groups: [Group], others: Others? = nil, reasons: [ReasonCount], tokens: TokenCoverage = TokenCoverage(),
        createdToDelivered: Latency = Latency(), deliveredToOpened: Latency = Latency(),
        attempts: Attempts = Attempts(), quality: Quality
    ) {
        self.window = window
        self.sources = sources
        self.totals = totals
        self.timezone = timezone
        self.dimensions = dimensions
        self.groups = groups
        self.others = others
        self.reasons = reasons
        self.tokens = tokens
        self.createdToDelivered = createdToDelivered
        self.deliveredToOpened = deliveredToOpened
        self.attempts = attempts
        self.quality = quality
    }
}
