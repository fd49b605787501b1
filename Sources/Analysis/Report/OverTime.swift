public import TrackingLog

/// How a report's messages are spread over time, and what was before them.
public struct OverTime: Sendable, Equatable {
    /// The messages over time.
    public var series: Series
    /// What the messages are compared with; nil if the report has no beginning of its own, or the logs do not hold all of the
    /// time before it.
    public var before: Before?

    /// A series, and what was before it.
    public init(series: Series, before: Before? = nil) {
        self.series = series
        self.before = before
    }

    /// The messages of the time before a report's, as long as that is.
    public struct Before: Sendable, Equatable {
        /// Its first and its last second.
        public var period: ClosedRange<Timestamp>
        /// The messages that began in it.
        public var counts: MessageCounts
        /// The share of people with a valid token.
        public var coverage: Rate

        /// A period with its messages.
        public init(period: ClosedRange<Timestamp>, counts: MessageCounts, coverage: Rate) {
            self.period = period
            self.counts = counts
            self.coverage = coverage
        }
    }
}
