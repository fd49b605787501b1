public import TrackingLog

/// What logs come to: plain numbers, ready to be rendered.
public struct Report: Sendable, Equatable {
    /// The first and the last row; nil where there are no rows.
    public var window: ClosedRange<Timestamp>?
    /// What was read, in the order of the inputs.
    public var sources: [Source]
    /// What all messages come to.
    public var totals: Totals
    /// The zone in which days and hours are counted.
    public var timezone: String
    /// By what ``groups`` are told apart.
    public var dimensions: [Dimension]
    /// The same by group: by time where that tells them apart, else most messages first.
    public var groups: [Group]
    /// All groups that were too many to show; nil where there are none.
    public var others: Others?
    /// Why deliveries failed; most deliveries first.
    public var reasons: [ReasonCount]
    /// What is known of tokens.
    public var tokens: TokenCoverage
    /// From a delivery's first created row to its first delivered one.
    public var createdToDelivered: Latency
    /// From a delivery's first delivered row to its first opened one.
    public var deliveredToOpened: Latency
    /// How often deliveries were handed to the gateway.
    public var attempts: Attempts
    /// How well the logs could be read.
    public var quality: Quality

    /// A file, or an entry of a zip.
    public struct Source: Sendable, Equatable {
        /// The file, with the entry in brackets.
        public var path: String
        /// Rows that were read.
        public var rows: Int
        /// Rows that could not be read.
        public var rejected: Int

        /// A source and what it held.
        public init(path: String, rows: Int, rejected: Int) {
            self.path = path
            self.rows = rows
            self.rejected = rejected
        }
    }

    /// Messages that have something in common.
    public struct Group: Sendable, Equatable {
        /// What they have in common: a value for each of the report's dimensions; nil where they have none.
        public var values: [String?]
        /// What they come to.
        public var totals: Totals

        /// A group of messages.
        public init(values: [String?], totals: Totals) {
            self.values = values
            self.totals = totals
        }
    }

    /// Groups that are not shown by themselves.
    public struct Others: Sendable, Equatable {
        /// How many.
        public var groups: Int
        /// What their messages come to.
        public var totals: Totals

        /// So many groups, and what they come to.
        public init(groups: Int, totals: Totals) {
            self.groups = groups
            self.totals = totals
        }
    }

    /// A report of these shards.
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
