public import LogArchive

/// Conversions that are credited to some messages.
public struct ConversionTotals: Sendable, Equatable {
    /// The messages with a conversion.
    public var messages = 0
    /// The conversions.
    public var conversions = 0
    /// The sum of their values; nil if the list has none.
    public var value: ExactDecimal?
    /// The same by goal: most conversions first, then in byte order.
    public var byGoal: [Goal] = []

    /// Conversions of one goal.
    public struct Goal: Sendable, Equatable {
        /// The goal; nil for conversions without one.
        public var goal: String?
        /// The messages with such a conversion.
        public var messages: Int
        /// The conversions.
        public var conversions: Int
        /// The sum of their values; nil if the list has none.
        public var value: ExactDecimal?
    }

    /// None.
    public init() {}

    /// The messages with a conversion among the delivered ones of some totals.
    public func rate(of totals: Totals) -> Rate { Rate(messages, of: totals.delivered) }
}

/// What became of a list of conversions.
public struct ConversionSummary: Sendable, Equatable {
    /// What the list is called.
    public var list: String
    /// The longest time from a delivery to a conversion that it is credited with, in seconds.
    public var window: Int
    /// The conversions of the list.
    public var listed: Int
    /// Those credited to messages that the report does not cover.
    public var ofOtherMessages: Int
    /// Those of people who are not in the logs.
    public var ofUnknownPeople: Int
    /// Those of people to whom no message was delivered at most a window before.
    public var withoutMessage: Int
    /// Rows that could not be used, and are not among the listed.
    public var unusable: ListFaults
    /// Rows that repeat another one, which are not among the listed either.
    public var repeated: ListFaults
    /// Whether the list has goals.
    public var hasGoals: Bool
    /// The most decimals of a value in the list; nil if it has no values.
    public var decimals: Int?
    /// Groups of messages compared with each other; nil if the report's groups are only of times.
    public var comparisons: ConversionComparisons?
}

/// Groups of messages, compared in pairs by the share of delivered messages with a conversion.
public struct ConversionComparisons: Sendable, Equatable {
    /// The dimension in which the two of a pair differ.
    public var dimension: Dimension
    /// The dimensions in which they agree.
    public var shared: [Dimension]
    /// The pairs that were compared, those with the most delivered messages.
    public var pairs: [Pair]
    /// The number of all pairs.
    public var allPairs: Int

    /// A difference with a corrected p-value from here on is not significant.
    public static let significanceLevel = 0.05
    /// The maximum number of groups that are compared within the same shared values, those with the most delivered messages.
    public static let maximumGroups = 10
    /// The maximum number of pairs.
    public static let maximumPairs = 100

    /// A group of a pair.
    public struct Side: Sendable, Equatable {
        /// Its value in the dimension.
        public var value: String
        /// The messages with a conversion among those delivered.
        public var rate: Rate
    }

    /// Two groups.
    public struct Pair: Sendable, Equatable {
        /// Their values in the shared dimensions; nil where messages have none.
        public var values: [String?]
        /// The one whose value is first in byte order.
        public var first: Side
        /// The other one.
        public var second: Side
        /// The second's rate less the first's.
        public var difference: Double
        /// The 95 % interval of the difference, of this pair alone.
        public var interval: ClosedRange<Double>
        /// The probability of such a difference, or a greater one, between groups with one rate.
        public var pValue: Double
        /// The same, corrected for the number of pairs.
        public var correctedPValue: Double

        /// Whether the groups differ by more than chance explains.
        public var isSignificant: Bool { correctedPValue < ConversionComparisons.significanceLevel }
    }
}
