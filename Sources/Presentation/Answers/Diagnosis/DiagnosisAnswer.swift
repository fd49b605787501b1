public import Analysis
public import Diagnosis
import TrackingLog

/// What went wrong, since when, where, and what to check first.
public struct DiagnosisAnswer: Answer {
    let diagnosis: Diagnosis
    let quality: Quality?

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - diagnosis: what was found.
    ///   - quality: the rows that were read for it, and what could not be; nil where that does not matter.
    public init(_ diagnosis: Diagnosis, quality: Quality? = nil) {
        self.diagnosis = diagnosis
        self.quality = quality
    }

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// `pushtrail.diagnosis/1`.
    public var document: some Encodable { DiagnosisDocument(diagnosis) }

    /// What was compared, then each finding, the worst first.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        try body(Section([.paragraph([summary])] + (compared.isEmpty ? [] : [.paragraph(compared)])))
        for finding in diagnosis.findings { try body(section(finding)) }
        if let quality { try body(quality.rejects(notThere: "judged")) }
    }

    var summary: String {
        guard diagnosis.period != nil else { return "No messages to judge." }
        guard !diagnosis.findings.isEmpty else { return "Nothing went wrong that these logs could show." }
        let counts = Severity.allCases.reversed().compactMap { severity -> String? in
            let count = diagnosis.findings.count { $0.severity == severity }
            return count == 0 ? nil : "\(count.grouped) \(severity.rawValue)"
        }
        return "\(diagnosis.findings.count.counting("finding")): \(counts.joined(separator: ", "))"
    }

    var compared: [String] {
        guard let period = diagnosis.period else { return [] }
        func words(_ period: ClosedRange<Timestamp>) -> String { "\(period.lowerBound) to \(period.upperBound)" }
        return [
            "Judged: \(words(period)) UTC,",
            diagnosis.baseline.map { "compared with \(words($0))" } ?? "with nothing before it to compare with",
        ]
    }

    private func section(_ finding: Finding) -> Section {
        var facts = [
            (name: "where", value: finding.scope.words.isEmpty ? "everywhere" : finding.scope.words.printable),
            (
                name: "since",
                value: "\(finding.since) UTC" + (finding.until.map { ", until \($0)" } ?? ", and it goes on")
            ),
            (name: "seen", value: finding.evidence.words(finding.cause)),
        ]
        if finding.affected.messages > 0 {
            facts.append((name: "touched", value: finding.affectedWords))
        }
        if !finding.evidence.reasons.isEmpty {
            let reasons = finding.evidence.reasons.map { "\($0.name.printable) \($0.deliveries.grouped)" }
            facts.append((name: "reasons", value: reasons.joined(separator: ", ")))
        }
        let steps = finding.cause.steps.enumerated().map { Line(text: "  \($0 + 1). \($1)") }
        return Section(
            title: "\(finding.severity.rawValue.uppercased()) \(finding.cause.title) (\(finding.cause.rawValue))",
            [.facts(facts), .lines(steps)])
    }
}
