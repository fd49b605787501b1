import Analysis
import Diagnosis
import TrackingLog

/// A diagnosis as JSON: `pushtrail.diagnosis/1`.
struct DiagnosisDocument: Encodable {
    let schema = "pushtrail.diagnosis/1"
    let period: Period?
    let baseline: Period?
    let findings: [DiagnosedDocument]

    init(_ diagnosis: Diagnosis) {
        period = diagnosis.period.map { Period($0) }
        baseline = diagnosis.baseline.map { Period($0) }
        findings = diagnosis.findings.map { DiagnosedDocument($0) }
    }

    struct Period: Encodable {
        let from: String
        let to: String

        init(_ period: ClosedRange<Timestamp>) { (from, to) = (period.lowerBound.rfc3339, period.upperBound.rfc3339) }
    }

    private enum CodingKeys: CodingKey {
        case schema, period, baseline, findings
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(schema, forKey: .schema)
        try object.encode(period, forKey: .period)
        try object.encode(baseline, forKey: .baseline)
        try object.encode(findings, forKey: .findings)
    }
}

/// A finding as JSON.
struct DiagnosedDocument: Encodable {
    private let finding: Finding

    init(_ finding: Finding) { self.finding = finding }

    private enum Keys: CodingKey {
        case cause, severity, platform, app, journey, variant, since, until, confidence, affected, evidence, next
    }

    private struct Affected: Encodable {
        let messages: Int
        let persons: Int
    }

    private struct Evidence: Encodable {
        let measure: String
        let observed: Share
        let expected: Share
        let reasons: [Reason]
        let course: [Step]
    }

    private struct Step: Encodable {
        let from: String
        let count: Int
        let of: Int
        let expected: Double
    }

    private struct Share: Encodable {
        let count: Double
        let of: Int
        let rate: Double?

        init(_ share: FindingFigures.Share) { (count, of, rate) = (share.count, share.whole, share.rate) }
    }

    private struct Reason: Encodable {
        let reason: String
        let deliveries: Int
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(finding.cause.rawValue, forKey: .cause)
        try object.encode(finding.severity.rawValue, forKey: .severity)
        try object.encode(finding.scope.platform?.name, forKey: .platform)
        try object.encode(finding.scope.app, forKey: .app)
        try object.encode(finding.scope.journey, forKey: .journey)
        try object.encode(finding.scope.variant, forKey: .variant)
        try object.encode(finding.since.rfc3339, forKey: .since)
        try object.encode(finding.until?.rfc3339, forKey: .until)
        let figures = FindingFigures(finding)
        try object.encode(figures.confidence, forKey: .confidence)
        try object.encode(
            Affected(messages: finding.affected.messages, persons: finding.affected.persons), forKey: .affected)
        let evidence = finding.evidence
        try object.encode(
            Evidence(
                measure: finding.cause.measure, observed: Share(figures.observed),
                expected: Share(figures.expected),
                reasons: evidence.reasons.map { Reason(reason: $0.name, deliveries: $0.deliveries) },
                course: evidence.course.map {
                    Step(
                        from: $0.start.rfc3339, count: $0.observed.count, of: $0.observed.whole,
                        expected: $0.expected.rounded(toDecimals: 1))
                }),
            forKey: .evidence)
        try object.encode(finding.cause.steps, forKey: .next)
    }
}
