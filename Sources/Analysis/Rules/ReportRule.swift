public import TrackingLog

/// A limit that a report must keep: a delivery rate of 0.85 breaks `delivery<0.9`.
///
/// Written as `[SCOPE:]MEASURE<LIMIT`. A scope confines it to some messages, as in `ios:delivery<0.9` or
/// `journey="Cart Recovery":error>5%`. A measure is a rate, a count of the totals, or `drop`.
public struct ReportRule: Sendable, Equatable, CustomStringConvertible {
    /// The messages that it is about.
    public let scope: RuleScope
    /// What it limits.
    public let measure: Measure
    /// How values are compared with the limit.
    public let comparison: Comparison
    /// From 0 to 1 for rates and ``Measure/drop``; a whole number for counts.
    public let limit: Double
    /// The rule as it was written.
    public let description: String

    /// What a rule can limit.
    public enum Measure: Sendable, Hashable {
        /// A rate of ``Totals/rates``.
        case rate(String)
        /// A count of ``Totals/namedCounts``.
        case count(String)
        /// By how much of itself the delivery rate fell, against the time before or a baseline.
        case drop

        /// Its name in rules.
        public var name: String {
            switch self {
            case .rate(let name), .count(let name): name
            case .drop: "drop"
            }
        }
    }

    /// How a value breaks a rule.
    public enum Comparison: String, CaseIterable, Sendable {
        // The longer ones first: each begins with a shorter one.
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"

        func holds(_ value: Double, _ limit: Double) -> Bool {
            switch self {
            case .atMost: value <= limit
            case .atLeast: value >= limit
            case .below: value < limit
            case .above: value > limit
            }
        }
    }

    init(scope: RuleScope, measure: Measure, comparison: Comparison, limit: Double, description: String) {
        self.scope = scope
        self.measure = measure
        self.comparison = comparison
        self.limit = limit
        self.description = description
    }

    /// The names of the rates that rules can limit.
    public static let rates = Totals().rates.map(\.name)
    /// The names of the counts that rules can limit.
    public static let counts = Totals().namedCounts.map(\.name)

    /// Whether it needs messages to compare with.
    public var needsBaseline: Bool { measure == .drop }
}

extension ReportRule {
    /// The same rule about the messages that are also on a platform, or of an app, a journey or a variant.
    ///
    /// - Throws: ``RuleError`` if its own scope names another one.
    public func confined(
        platform: Platform? = nil, app: String? = nil, journey: String? = nil, variant: String? = nil
    ) throws(RuleError) -> ReportRule {
        var narrow = scope
        let values = [
            (Dimension.platform, platform?.name, !scope.platforms.isEmpty), (.app, app, !scope.apps.isEmpty),
            (.journey, journey, !scope.journeys.isEmpty), (.variant, variant, !scope.variants.isEmpty),
        ]
        for (dimension, value, isTaken) in values {
            guard let value else { continue }
            guard !isTaken, narrow.add(value, of: dimension) else {
                throw RuleError("its scope and the one around it both name a \(dimension.title)")
            }
        }
        return ReportRule(
            scope: narrow, measure: measure, comparison: comparison, limit: limit, description: description)
    }
}

// MARK: - Judging

extension ReportRule {
    /// Judges a report that was asked for this rule's scope (``ReportOptions/watch(_:)``).
    ///
    /// What cannot be judged breaks the rule: a scope without messages must not look like one that is well.
    public func verdict(on report: Report) -> RuleVerdict {
        guard let counted = report.scopes.first(where: { $0.scope == scope }) else {
            return RuleVerdict(rule: self, .undefined(.noMessages))
        }
        var verdict = verdict(on: counted)
        verdict.unmatched = counted.unmatched
        return verdict
    }

    private func verdict(on counted: ScopedTotals) -> RuleVerdict {
        let totals = counted.totals
        guard totals.messages > 0 else { return RuleVerdict(rule: self, .undefined(.noMessages)) }
        switch measure {
        case .rate(let name):
            // Of the audience, where one was given.
            let rate = name == "coverage" ? counted.coverage : totals.rates.first { $0.name == name }?.rate
            guard let rate, let value = rate.value else { return RuleVerdict(rule: self, .undefined(.nothingToShare)) }
            return RuleVerdict(rule: self, judged(value), of: rate)
        case .count(let name):
            let count = totals.namedCounts.first { $0.name == name }?.count ?? 0
            return RuleVerdict(rule: self, judged(Double(count)))
        case .drop:
            guard let before = counted.before else { return RuleVerdict(rule: self, .undefined(.noBaseline)) }
            guard let old = before.counts.deliveryRate.value, let new = totals.deliveryRate.value else {
                return RuleVerdict(rule: self, .undefined(.noMessagesBefore), before: before)
            }
            // Where nothing was delivered before, nothing can fall.
            let drop = old == 0 ? 0 : 1 - new / old
            return RuleVerdict(rule: self, judged(drop), of: totals.deliveryRate, before: before)
        }
    }

    private func judged(_ value: Double) -> RuleVerdict.State {
        comparison.holds(value, limit) ? .broken(value) : .kept(value)
    }
}
