/// How long something took, in whole seconds; percentiles are exact, by nearest rank.
public struct Latency: Sendable, Equatable {
    /// The number of deliveries measured.
    public var count: Int
    /// The number of negative values, from clocks that disagree; not in ``count``.
    public var negative: Int
    /// The value that half of the deliveries do not exceed; nil if there are none.
    public var p50: Int?
    /// The value that nine in ten do not exceed.
    public var p90: Int?
    /// The value that ninety-nine in a hundred do not exceed.
    public var p99: Int?

    /// How often it took how long; every bin is there, also the empty ones. Empty if there are no values.
    public var bins: [Bin]

    /// The deliveries that took about equally long.
    public struct Bin: Sendable, Equatable {
        /// The shortest, in seconds.
        public var from: Int
        /// What all were shorter than; nil for the last bin.
        public var to: Int?
        /// The deliveries.
        public var count: Int

        /// A bin and its deliveries.
        public init(from: Int, to: Int?, count: Int) {
            self.from = from
            self.to = to
            self.count = count
        }
    }

    /// A latency of these values.
    public init(
        count: Int = 0, negative: Int = 0, p50: Int? = nil, p90: Int? = nil, p99: Int? = nil, bins: [Bin] = []
    ) {
        self.count = count
        self.negative = negative
        self.p50 = p50
        self.p90 = p90
        self.p99 = p99
        self.bins = bins
    }
}
