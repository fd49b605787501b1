import Analysis
import ArgumentParser
import LogArchive
import Presentation

/// The rules that a report must keep.
struct RuleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Exit with 1 if this holds, such as delivery<0.9 or ios:delivery<90%; may be repeated. Rates: \(Self.rates). "
                + "Counts: \(Self.counts). drop>20%: the delivery rate fell by a fifth. Before a colon the messages meant: "
                + "a platform, app=CODE, journey=\"NAME\" …",
            valueName: "rule"),
        transform: RuleOptions.rule)
    var failOn: [ReportRule] = []

    @Option(
        help: ArgumentHelp(
            "Logs that drop compares with (default: the time before --since); may be repeated.", valueName: "file"),
        completion: .file())
    var baseline: [String] = []

    private static let rates = ReportRule.rates.joined(separator: ", ")
    private static let counts = ReportRule.counts.joined(separator: ", ")

    private static func rule(_ text: String) throws -> ReportRule {
        do throws(RuleError) {
            return try ReportRule(text)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// The baseline's files, which no output may replace.
    var inputs: [LogInput] { baseline.map { $0 == "-" ? .standardInput : .path($0) } }

    /// Throws where a rule has nothing to compare with.
    ///
    /// - Parameters:
    ///   - since: the beginning of the report; nil if it has none.
    ///   - logs: the logs of the report; no name means standard input.
    func check(since: String?, logs: [String]) throws {
        if baseline.contains(where: StandardInput.names.contains),
            logs.isEmpty || logs.contains(where: StandardInput.names.contains)
        {
            throw ValidationError("the logs and --baseline both read standard input")
        }
        if baseline.isEmpty, since == nil, let rule = failOn.first(where: \.needsBaseline) {
            throw ValidationError(
                "--fail-on \(rule) compares with the time before --since, or with --baseline: give one")
        }
    }

    /// Reads the baseline, and compares a report's scopes with it.
    ///
    /// - Parameter analysis: that of the report.
    /// - Returns: how its reading went.
    func compare(_ report: inout Report, by analysis: LogAnalysis, _ shared: SharedOptions) throws -> ExitStatus {
        guard !baseline.isEmpty else { return .done }
        var analysis = analysis
        analysis.reporting.filter.since = nil
        analysis.reporting.filter.until = nil
        analysis.reporting.conversions = nil
        analysis.reporting.isOverTime = false
        let (other, reading) = try analysis.report(on: try LogInput.named(baseline))
        try shared.checkThatLogsWereRead(reading)
        report.compareScopes(with: other)
        if other.quality.rejected > 0 { shared.warn(aboutRejectsOf: other.quality) }
        return shared.report(reading, successSample: nil).and(other.quality.rejected > 0 ? .badNews : .done)
    }

    /// Prints the rules that are not kept.
    func printBroken(_ verdicts: [RuleVerdict]) -> ExitStatus {
        let broken = verdicts.filter { !$0.isKept }
        for verdict in broken {
            Failure(.badNews, "--fail-on \(verdict.rule): \(verdict.words)", hint: verdict.hint).print()
        }
        return broken.isEmpty ? .done : .badNews
    }
}
