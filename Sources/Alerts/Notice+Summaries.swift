public import Analysis
public import Diagnosis
import Presentation
public import TrackingLog

extension Notice {
    /// A summary of the rules that a report does not keep; nil if it keeps all of them.
    ///
    /// - Parameters:
    ///   - verdicts: those on all rules.
    ///   - time: when the report was made.
    public init?(_ verdicts: [RuleVerdict], at time: Timestamp) {
        let broken = verdicts.filter { !$0.isKept }
        guard let first = broken.first else { return nil }
        let title =
            broken.count == 1
            ? "The rule \(first.rule) is broken"
            : "\(broken.count) of \(verdicts.count.counting("rule")) are broken"
        let scopes = broken.map(\.rule.scope.description)
        self.init(
            title: title, lines: broken.map { "\($0.rule): \($0.words)" }, severity: .serious,
            scope: scopes.allSatisfy { $0.isSame(as: scopes[0]) } ? scopes[0] : "", time: time)
    }

    /// A summary of what a diagnosis found; nil if that is nothing so severe.
    ///
    /// - Parameters:
    ///   - diagnosis: the findings, the worst first.
    ///   - severity: the least severity of what is reported.
    ///   - time: when the diagnosis was made.
    public init?(_ diagnosis: Diagnosis, from severity: Severity, at time: Timestamp) {
        let findings = diagnosis.findings.filter { $0.severity >= severity }
        guard let first = findings.first, let worst = findings.map(\.severity).max() else { return nil }
        let others = findings.count > 1 ? ", and \((findings.count - 1).counting("other finding"))" : ""
        self.init(
            title: "\(first.heading)\(others)", lines: findings.map(\.sentence), severity: worst,
            scope: findings.count == 1 ? first.scope.words : "", time: time)
    }

    /// A night that could not be sealed, or was sealed late or with trouble.
    ///
    /// - Parameters:
    ///   - title: what happened, in one line.
    ///   - troubles: the details.
    ///   - severity: how urgent it is.
    ///   - archive: the archive's folder.
    ///   - time: when the run ended.
    public init(
        nightly title: String, troubles: [String], severity: Severity, archive: String, at time: Timestamp
    ) {
        self.init(title: title, lines: troubles + ["Archive: \(archive)"], severity: severity, time: time)
    }
}
