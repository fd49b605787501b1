import Diagnosis
import Pages

extension ReportPage {
    /// What went wrong, above everything else; nothing where nothing did.
    var findings: [Page.Section] {
        guard let diagnosis, !diagnosis.findings.isEmpty else { return [] }
        let parts = diagnosis.findings.enumerated().map { place, finding -> HTML in
            let picture = FindingPicture(finding: finding, number: place)
            let until: HTML = finding.until.map { "until \(.time($0))" } ?? "still going on"
            return """
                <h3>\(finding.severity.rawValue.prefix(1).uppercased() + finding.severity.rawValue.dropFirst()): \
                \(finding.cause.title)</h3>
                <p>\(.name(finding.place)), since \(.time(finding.since)), \(until) (UTC): \
                \(finding.evidence.words(finding.cause)).</p>
                <figure>
                <figcaption>\(picture.caption)</figcaption>
                \(picture.markup)
                </figure>
                <p>What to check first:</p>
                <ol>
                \(finding.cause.steps.map { step -> HTML in "<li>\(step)</li>\n" })</ol>

                """
        }
        let baseline = diagnosis.baseline.map { " Compared with \(words($0))." } ?? ""
        return [
            Page.Section(
                id: "findings", title: "What went wrong",
                """
                \(parts)
                <p class="quiet">Found as <code>pushtrail diagnose</code> finds it, which has the numbers.\(baseline)</p>
                """)
        ]
    }
}
