public import TrackingLog

/// The totals of the messages that a rule is about.
public struct ScopedTotals: Sendable, Equatable {
    /// The messages.
    public var scope: RuleScope
    /// The times of their first and last row; nil if there are none.
    public var window: ClosedRange<Timestamp>?
    /// Their totals.
    public var totals: Totals
    /// The share of people with a valid token: of the audience, where there is one.
    public var coverage: Rate
    /// What they are compared with; nil if not asked for, or the logs do not hold all of the time before.
    public var before: OverTime.Before?
    /// Values of the scope that no message has.
    public var unmatched: [UnmatchedValues]

    /// The totals of a report.
    init(_ scope: RuleScope, of report: Report, before: OverTime.Before?) {
        self.scope = scope
        window = report.window
        totals = report.totals
        coverage = report.tokens.coverage
        self.before = before
        unmatched = scope.isWhole ? [] : report.unmatched
    }
}

extension ReportOptions {
    /// Counts what some rules are about, too.
    public mutating func watch(_ rules: [ReportRule]) {
        for rule in rules {
            if !scopes.contains(rule.scope) { scopes.append(rule.scope) }
            if rule.needsBaseline { comparesScopes = true }
        }
    }

    /// The totals of all scopes.
    ///
    /// - Parameters:
    ///   - report: the report by these options.
    ///   - first: the first row of all.
    ///   - make: makes another report on the same rows.
    func scopedTotals<Failure: Error>(
        _ report: Report, first: CompactTime, _ make: (ReportOptions) throws(Failure) -> Report
    ) throws(Failure) -> [ScopedTotals] {
        let earlier = comparesScopes ? before(first: first, report) : nil
        var all: [ScopedTotals] = []
        for scope in scopes {
            let now = scope.isWhole ? report : try make(narrowed(to: scope))
            var before: OverTime.Before?
            if let options = earlier?.narrowed(to: scope), let period = earlier?.period {
                let report = try make(options)
                before = OverTime.Before(
                    period: period, counts: report.totals.counts, coverage: report.tokens.coverage)
            }
            all.append(ScopedTotals(scope, of: now, before: before))
        }
        return all
    }

    private var period: ClosedRange<Timestamp>? {
        guard let since = filter.since, let until = filter.until, since <= until else { return nil }
        return since...until
    }

    /// The options of the totals of a scope.
    private func narrowed(to scope: RuleScope) -> ReportOptions {
        var options = self
        options.scopes = []
        options.dimensions = []
        options.isOverTime = false
        options.conversions = nil
        guard !scope.isWhole else { return options }
        options.filter = scope.filter
        options.filter.others = [filter]
        return options
    }
}

extension Report {
    /// Compares each scope with its messages in another report, instead of the time before.
    ///
    /// - Parameter baseline: a report with the same scopes.
    public mutating func compareScopes(with baseline: Report) {
        for index in scopes.indices {
            let other = baseline.scopes.first { $0.scope == scopes[index].scope }
            // The period is that of all messages: a scope may have none.
            scopes[index].before = other.flatMap { other in
                baseline.window.map {
                    OverTime.Before(period: $0, counts: other.totals.counts, coverage: other.coverage)
                }
            }
        }
    }
}
