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
    ///   - severity: the least severity of what is told.
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

extension Finding {
    /// The cause and its place in a few words: `Token churn: platform ios`.
    package var heading: String {
        let name = cause.rawValue.replacing("_", with: " ")
        let place = scope.words
        return name.prefix(1).uppercased() + name.dropFirst() + (place.isEmpty ? "" : ": \(place)")
    }

    /// The finding in one line.
    package var sentence: String {
        let observed = evidence.observed
        let end = until.map { " to \($0)" } ?? ", still going on"
        let reasons =
            evidence.reasons.isEmpty ? "" : "; " + evidence.reasons.prefix(3).map(\.name).joined(separator: ", ")
        return "\(severity.rawValue): \(heading), from \(since)\(end) (UTC): \(observed.count.grouped) of "
            + "\(observed.whole.grouped), expected \(Int(expectedCount).grouped); "
            + "\(affected.messages.counting("message")) to \(affected.persons.counting("person", "people"))\(reasons)"
    }

    private var expectedCount: Double {
        evidence.expected.isFinite ? min(max(evidence.expected.rounded(), 0), 1e15) : 0
    }
}

extension Finding.Scope {
    /// The scope in words: `platform ios, journey “Cart Recovery”`; empty if it is not confined.
    package var words: String {
        [
            platform.map { "platform \($0.name)" }, app.map { "app “\($0)”" }, journey.map { "journey “\($0)”" },
            variant.map { "variant “\($0)”" },
        ].compactMap(\.self).joined(separator: ", ")
    }
}
