public import TrackingLog

/// What logs come to: plain numbers, ready to be rendered.
public struct Report: Sendable, Equatable {
    /// The first and the last row; nil where there are no rows.
    public var window: ClosedRange<Timestamp>?
    /// What was read, in the order of the inputs.
    public var sources: [Source]
    /// What all messages come to.
    public var totals: Totals
    /// The same, by platform; most messages first.
    public var groups: [Group]
    /// Why deliveries failed; most deliveries first.
    public var reasons: [ReasonCount]
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
        /// What they have in common: the dimension's name and the value. Now always `platform`.
        public var by: [String: String]
        /// What they come to.
        public var totals: Totals

        /// A group of messages.
        public init(by: [String: String], totals: Totals) {
            self.by = by
            self.totals = totals
        }
    }

    /// A report of these parts.
    public init(
        window: ClosedRange<Timestamp>?, sources: [Source], totals: Totals, groups: [Group], reasons: [ReasonCount],
        quality: Quality
    ) {
        self.window = window
        self.sources = sources
        self.totals = totals
        self.groups = groups
        self.reasons = reasons
        self.quality = quality
    }
}
