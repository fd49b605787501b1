/// A limit for a rate of a report: a rate of 0.85 breaks `delivery<0.9`.
public struct RateRule: Sendable, Equatable, CustomStringConvertible {
    /// The rate's name.
    public let rate: String
    private let comparison: Comparison
    private let limit: Double
    /// The rule as it was written.
    public let description: String

    private enum Comparison: String, CaseIterable {
        // The longer ones first: each begins with a shorter one.
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"
    }

    /// The names of the rates that rules can limit.
    public static let rates = Totals().rates.map(\.name)

    /// Parses `RATE<LIMIT`, with `<`, `<=`, `>` or `>=` and a limit from 0 to 1, or in percent.
    public init?(_ text: String) {
        let compact = text.filter { $0 != " " }
        guard let comparison = Comparison.allCases.first(where: { compact.contains($0.rawValue) }) else { return nil }
        let sides = compact.split(separator: comparison.rawValue, maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, RateRule.rates.contains(String(sides[0])) else { return nil }
        let isPercent = sides[1].hasSuffix("%")
        guard let number = Double(isPercent ? sides[1].dropLast() : sides[1]), number.isFinite else { return nil }
        limit = isPercent ? number / 100 : number
        guard 0...1 ~= limit else { return nil }
        rate = String(sides[0])
        self.comparison = comparison
        description = text
    }

    /// The value of the rate in a report; nil if undefined.
    public func value(in report: Report) -> Double? {
        // Of the audience, where one was given.
        rate == "coverage"
            ? report.tokens.coverage.value : report.totals.rates.first { $0.name == rate }?.rate.value
    }

    /// Whether a report breaks the rule. An undefined rate never does.
    public func isBroken(by report: Report) -> Bool {
        guard let value = value(in: report) else { return false }
        return switch comparison {
        case .atMost: value <= limit
        case .atLeast: value >= limit
        case .below: value < limit
        case .above: value > limit
        }
    }
}
