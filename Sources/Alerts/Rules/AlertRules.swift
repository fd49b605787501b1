public import Analysis
public import Diagnosis
import TrackingLog
public import WebClient

/// What is announced, to whom, and when: a file of rules, `pushtrail.rules/1`.
public struct AlertRules: Sendable {
    /// The rules, each with a name of its own.
    public var rules: [AlertRule]

    /// Rules that are not from a file.
    public init(_ rules: [AlertRule]) { self.rules = rules }

    /// What a report must count for them.
    public var reportRules: [ReportRule] {
        rules.flatMap { rule -> [ReportRule] in
            if case .report(let limits) = rule.condition { limits } else { [] }
        }
    }

    /// The rule of a name.
    func named(_ name: String) -> AlertRule? { rules.first { $0.name.isSame(as: name) } }
}

/// A rule of a file.
public struct AlertRule: Sendable {
    /// Its name, by which incidents are known.
    public var name: String
    /// What is announced.
    public var condition: Condition
    /// Who looks after it.
    public var owner: String?
    /// The webhooks that it is posted to.
    public var webhooks: [WebAddress] = []
    /// The addresses that it is mailed to.
    public var addresses: [MailAddress] = []
    /// When nothing is announced.
    public var quietHours: QuietHours?
    /// Whether it announces something in one run a day at most.
    public var isOnceADay = false

    /// What a rule is about.
    public enum Condition: Sendable {
        /// A report that does not keep any of these.
        case report([ReportRule])
        /// Findings of a diagnosis.
        ///
        /// - severity: the least.
        /// - causes: any, if empty.
        /// - scope: where; a finding that is not confined is everywhere.
        case findings(severity: Severity, causes: Set<Cause>, scope: Finding.Scope)
        /// No event for so many seconds.
        case silence(after: Int)
    }

    /// A rule without a recipient yet.
    public init(name: String, _ condition: Condition, owner: String? = nil) {
        self.name = name
        self.condition = condition
        self.owner = owner
    }

    /// Whether a finding is what it is about.
    func matches(_ finding: Finding) -> Bool {
        guard case .findings(let severity, let causes, let scope) = condition else { return false }
        func covers<Value: Equatable>(_ wanted: Value?, _ found: Value?) -> Bool {
            wanted == nil || found == nil || wanted == found
        }
        return finding.severity >= severity && (causes.isEmpty || causes.contains(finding.cause))
            && covers(scope.platform, finding.scope.platform) && covers(scope.app, finding.scope.app)
            && covers(scope.journey, finding.scope.journey) && covers(scope.variant, finding.scope.variant)
    }

    /// The day that counts for ``isOnceADay``: by the clocks of the quiet hours.
    func day(of time: Timestamp) -> Day { (quietHours?.zone.map { $0.local(time) } ?? time).day }
}
