public import TrackingLog

/// What logs come to: plain numbers, ready to be rendered.
public struct Report: Sendable, Equatable {
    /// The first and the last row; nil where there are no rows.
    public var window: ClosedRange<Timestamp>?
    /// What was read, in the order of the inputs.
    public var sources: [Source]
    public var totals: Totals
    /// The same, by platform; most messages first.
    public var groups: [Group]
    /// Why deliveries failed; most deliveries first.
    public var reasons: [ReasonCount]
    public var quality: Quality

    /// A file, or an entry of a zip.
    public struct Source: Sendable, Equatable {
        public var path: String
        public var rows: Int
        public var rejected: Int

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
        public var totals: Totals

        public init(by: [String: String], totals: Totals) {
            self.by = by
            self.totals = totals
        }
    }

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
