import Analysis
import Diagnosis
public import Pages
import TrackingLog

extension DiagnosisAnswer: PageAnswer {
    /// The findings to look at, and to forward.
    public var page: Page {
        Page(
            title: title,
            lead: "<p class=\"lead\">\(summary)</p>\n<p>\(compared.joined(separator: " ")).</p>\n\(incomplete)",
            sections: (diagnosis.findings.isEmpty ? [] : [overview]) + sections,
            footer: """
                <p>Made by <code>pushtrail diagnose</code>. Rates are compared within each platform, app and name, so that \
                a mix that moves blames nobody. Times are UTC.</p>
                """)
    }

    private var title: String {
        guard let period = diagnosis.period else { return "Push diagnosis: no messages" }
        return "Push diagnosis, \(period.lowerBound.day.words(to: period.upperBound.day))"
    }

    /// What could not be judged.
    private var incomplete: HTML {
        guard let quality, quality.rejected > 0 || !quality.unread.isEmpty else { return "" }
        let missing = [
            quality.unread.isEmpty ? nil : quality.unread.count.counting("input"),
            quality.rejected == 0 ? nil : quality.rejected.counting("row"),
        ].compactMap(\.self).joined(separator: " and ")
        return
            "<p class=\"notice\">\(missing) could not be read, and \(missing.hasPrefix("1 ") ? "is" : "are") not judged.</p>\n"
    }

    /// All findings at one glance.
    private var overview: Page.Section {
        var table = DataTable(
            "Findings, the worst first",
            [
                .init("finding", .text), .init("severity", .text), .init("where", .text), .init("since", .text),
                .init("messages"), .init("people"),
            ])
        for (place, finding) in diagnosis.findings.enumerated() {
            table.rows.append([
                "<a href=\"#finding-\(place)\">\(finding.cause.title)</a>", "\(finding.severity.rawValue)",
                .name(finding.place), .time(finding.since), .count(finding.affected.messages),
                .count(finding.affected.persons),
            ])
        }
        return Page.Section(id: "findings", title: "Findings", table.markup)
    }

    /// A section for each finding, the worst first.
    private var sections: [Page.Section] {
        diagnosis.findings.enumerated().map { place, finding in
            Page.Section(
                id: "finding-\(place)", title: "\(place + 1). \(finding.cause.title)",
                """
                <p class="lead">\(.name(finding.place)): \(finding.evidence.words(finding.cause)).</p>
                \(picture(finding, place))
                \(finding.stepsMarkup)
                \(facts(finding, "findings[\(place)]"))
                \(numbers(finding, "findings[\(place)].evidence"))
                """)
        }
    }

    private func facts(_ finding: Finding, _ path: String) -> HTML {
        let figures = FindingFigures(finding)
        var table = DataTable("What is known of it", [.init("fact", .text), .init("value", .text)])
        table.rows = [
            ["cause", "<code>\(finding.cause.rawValue)</code>"],
            ["severity", "\(finding.severity.rawValue)"],
            ["where", .name(finding.place)],
            ["since", "\(.time(finding.since)) UTC"],
            ["until", finding.until.map { "\(.time($0)) UTC" } ?? "it goes on"],
            ["messages touched", .figure(finding.affected.messages, "\(path).affected.messages")],
            ["people touched", .figure(finding.affected.persons, "\(path).affected.persons")],
            [
                "confidence",
                .figure(figures.confidence, shown: figures.confidence.asCertainty, "\(path).confidence"),
            ],
        ]
        return table.markup
    }

    /// What was counted around the time that it began, with the moment itself.
    private func picture(_ finding: Finding, _ place: Int) -> HTML {
        let picture = FindingPicture(finding: finding, number: place)
        let course = finding.evidence.course
        guard !course.isEmpty else { return "" }
        var table = DataTable(
            "Step by step", [.init("from", .text), .init("seen"), .init("of"), .init("expected")])
        for (number, step) in course.enumerated() {
            let path = "findings[\(place)].evidence.course[\(number)]"
            let expected = step.expected.rounded(toDecimals: 1)
            table.rows.append([
                .time(step.start), .figure(step.observed.count, "\(path).count"),
                .figure(step.observed.whole, "\(path).of"),
                .figure(expected, shown: expected.asExpectedCount, "\(path).expected"),
            ])
        }
        return """
            <figure>
            <figcaption>\(picture.caption)</figcaption>
            \(picture.markup)
            \(.details("The numbers step by step", table.markup))
            </figure>
            """
    }

    private func numbers(_ finding: Finding, _ path: String) -> HTML {
        let figures = FindingFigures(finding)
        var table = DataTable(
            "Seen and expected", [.init("deliveries", .text), .init("count"), .init("of"), .init("share")])
        for (name, share) in [("observed", figures.observed), ("expected", figures.expected)] {
            table.rows.append([
                "\(name == "observed" ? "seen" : name)",
                .figure(share.count, shown: share.count.asExpectedCount, "\(path).\(name).count"),
                .figure(share.whole, "\(path).\(name).of"),
                .figure(
                    share.rate, shown: share.rate.map { "\(($0 * 100).rounded(to: 2)) %" } ?? "–",
                    "\(path).\(name).rate"),
            ])
        }
        guard !finding.evidence.reasons.isEmpty else { return table.markup }
        var reasons = DataTable("Reasons behind it", [.init("reason", .text), .init("deliveries")])
        reasons.rows = finding.evidence.reasons.enumerated().map { number, reason in
            [.name(reason.name), .figure(reason.deliveries, "\(path).reasons[\(number)].deliveries")]
        }
        return "\(table.markup)\n\(reasons.markup)"
    }
}

extension Finding {
    /// Where it is, in words.
    var place: String { scope.words.isEmpty ? "everywhere" : scope.words }

    /// What to do, as a list under a heading.
    var stepsMarkup: HTML {
        let items = cause.steps.map { step -> HTML in "<li>\(step)</li>\n" }.joined
        return "<h3>What to check first</h3>\n<ol>\n\(items)</ol>"
    }
}

extension Double {
    /// A confidence in percent: never 100 %.
    fileprivate var asCertainty: String { self >= 0.999 ? "over 99.9 %" : "\((self * 100).rounded(to: 1)) %" }
}
