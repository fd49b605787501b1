public import Analysis
public import Diagnosis
import Presentation
public import TrackingLog

/// Something that a rule is about, as one run finds it.
public struct Observation: Sendable, Equatable {
    /// What it is, whenever it is.
    public var identity: Identity
    /// How urgent it is.
    public var severity: Severity
    /// What it is in a few words.
    public var heading: String
    /// The details.
    public var lines: [String]
    /// When it began, as far as is known.
    public var since: Timestamp
    /// When it ended; nil if it goes on.
    public var until: Timestamp?

    /// What makes two observations the same thing.
    public struct Identity: Sendable, Hashable, Codable {
        /// The rule's name.
        public var rule: String
        /// The rule of a report, the cause of a finding, or `silence`.
        public var cause: String
        /// Where, in words; empty for everywhere.
        public var scope: String

        /// An identity.
        public init(rule: String, cause: String, scope: String = "") {
            self.rule = rule
            self.cause = cause
            self.scope = scope
        }
    }

    /// An observation of these values.
    public init(
        _ identity: Identity, severity: Severity, heading: String, lines: [String] = [], since: Timestamp,
        until: Timestamp? = nil
    ) {
        self.identity = identity
        self.severity = severity
        self.heading = heading
        self.lines = lines
        self.since = since
        self.until = until
    }
}

/// What a run observes, and which rules it could judge.
public struct Observations: Sendable {
    /// What rules are about.
    public var found: [Observation] = []
    /// The names of the rules that were judged. What they no longer find is over.
    public var judged: Set<String> = []

    /// Nothing, by no rule.
    public init() {}

    /// What a report shows, which was asked for the rules' scopes.
    ///
    /// - Parameters:
    ///   - report: the report.
    ///   - rules: those about findings are not judged.
    ///   - now: when it was made. A broken rule is broken from the run on that finds it.
    public init(_ report: Report, _ rules: AlertRules, at now: Timestamp) {
        for rule in rules.rules {
            switch rule.condition {
            case .report(let limits):
                judged.insert(rule.name)
                for verdict in limits.map({ $0.verdict(on: report) }) where !verdict.isKept {
                    found.append(
                        Observation(
                            .init(
                                rule: rule.name, cause: verdict.rule.description,
                                scope: verdict.rule.scope.description),
                            severity: .serious, heading: "the rule \(verdict.rule) is broken", lines: [verdict.words],
                            since: now))
                }
            case .silence(let seconds): judge(rule, after: seconds, newest: report.window?.upperBound, now)
            case .findings: break
            }
        }
    }

    /// What a diagnosis found.
    ///
    /// - Parameters:
    ///   - diagnosis: the findings.
    ///   - rules: those about reports are not judged.
    ///   - now: when it was made.
    public init(_ diagnosis: Diagnosis, _ rules: AlertRules, at now: Timestamp) {
        for rule in rules.rules {
            switch rule.condition {
            case .report: break
            case .silence(let seconds): judge(rule, after: seconds, newest: diagnosis.period?.upperBound, now)
            case .findings:
                judged.insert(rule.name)
                for finding in diagnosis.findings where rule.matches(finding) {
                    found.append(
                        Observation(
                            .init(rule: rule.name, cause: finding.cause.rawValue, scope: finding.scope.words),
                            severity: finding.severity, heading: finding.heading, lines: [finding.sentence],
                            since: finding.since, until: finding.until))
                }
            }
        }
    }

    /// What there is without any log: silence.
    ///
    /// - Parameters:
    ///   - reasons: why there is none.
    ///   - rules: only those about silence are judged.
    ///   - now: when that was found.
    public init(withoutLogs reasons: [String], _ rules: AlertRules, at now: Timestamp) {
        for rule in rules.rules {
            guard case .silence(let seconds) = rule.condition else { continue }
            judge(rule, after: seconds, newest: nil, now)
            found[found.count - 1].lines += reasons
        }
    }

    private mutating func judge(_ rule: AlertRule, after seconds: Int, newest: Timestamp?, _ now: Timestamp) {
        judged.insert(rule.name)
        guard newest.map({ $0.adding(seconds: Int64(seconds)) < now }) ?? true else { return }
        let heading =
            newest.map { "No events for \(TimeSpan.words(Int(now.secondsSince1970 - $0.secondsSince1970)))" }
            ?? "No events at all"
        found.append(
            Observation(
                .init(rule: rule.name, cause: "silence"), severity: .serious, heading: heading,
                lines: newest.map { ["The newest event is of \($0) (UTC)."] } ?? [], since: newest ?? now))
    }
}
