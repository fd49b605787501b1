/// What a report says of a rule.
public struct RuleVerdict: Sendable, Equatable {
    /// The rule.
    public var rule: ReportRule
    /// Whether it is kept.
    public var state: State
    /// The count and the whole of a rate; nil for other measures, or if undefined. Of `drop`, the delivery rate now.
    public var rate: Rate?
    /// What `drop` was compared with.
    public var before: OverTime.Before?
    /// Values of the scope that no message has.
    public var unmatched: [UnmatchedValues] = []

    /// Whether a rule is kept, and the value.
    public enum State: Sendable, Equatable {
        case kept(Double)
        case broken(Double)
        /// There is no value, which counts as broken.
        case undefined(Ground)
    }

    /// Why there is no value.
    public enum Ground: Sendable, Equatable {
        /// No message is in the scope.
        case noMessages
        /// The messages are there, and none that the rate is a share of.
        case nothingToShare
        /// The logs do not hold the time before, and no baseline was named.
        case noBaseline
        /// No message was in the scope before.
        case noMessagesBefore
    }

    init(rule: ReportRule, _ state: State, of rate: Rate? = nil, before: OverTime.Before? = nil) {
        self.rule = rule
        self.state = state
        self.rate = rate
        self.before = before
    }

    /// Whether the rule is kept.
    public var isKept: Bool {
        if case .kept = state { true } else { false }
    }

    /// The value; nil if undefined.
    public var value: Double? {
        switch state {
        case .kept(let value), .broken(let value): value
        case .undefined: nil
        }
    }
}
