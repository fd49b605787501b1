import Analysis
import Diagnosis
public import Pages
import TrackingLog

extension DiagnosisAnswer: PageAnswer {
    /// The findings to look at, and to forward.
    public var page: Page {
        Page(
            title: summary, lead: "<p class=\"lead\">\(compared.joined(separator: " "))</p>",
            sections: sections,
            footer: """
                <p>Made by <code>pushtrail diagnose</code>. Rates are compared within each platform, app and name, so that \
                a mix that moves blames nobody. Times are UTC.</p>
                """)
    }

    /// A section for each finding, the worst first.
    var sections: [Page.Section] {
        diagnosis.findings.enumerated().map { place, finding in
            Page.Section(
                id: "finding-\(place)", title: "\(finding.severity.rawValue): \(finding.cause.title)",
                "\(facts(finding, place))\n\(picture(finding, place))\n\(steps(finding))")
        }
    }

    private func facts(_ finding: Finding, _ place: Int) -> HTML {
        let path = "findings[\(place)]"
        let evidence = finding.evidence
        let (observed, expected) = ("\(path).evidence.observed", "\(path).evidence.expected")
        let rows: [(HTML, HTML)] = [
            ("cause", "<code>\(finding.cause.rawValue)</code>"),
            ("where", .name(finding.scope.words.isEmpty ? "everywhere" : finding.scope.words)),
            ("since", "\(finding.since.description) UTC"),
            ("until", "\(finding.until.map { "\($0.description) UTC" } ?? "it goes on")"),
            (
                "seen",
                """
                \(.figure(evidence.observed.count, "\(observed).count")) of \
                \(.figure(evidence.observed.whole, "\(observed).of")) \(finding.cause.whole) \(finding.cause.measure)
                """
            ),
            ("expected", .figure(evidence.expected, shown: evidence.expected.asCount, "\(expected).count")),
            ("messages touched", .figure(finding.affected.messages, "\(path).affected.messages")),
            ("people touched", .figure(finding.affected.persons, "\(path).affected.persons")),
            ("confidence", .figure(finding.confidence, shown: finding.confidence.asCertainty, "\(path).confidence")),
        ]
        var table = DataTable("What is known of it", [.init("fact", .text), .init("value", .text)])
        table.rows = rows.map { [$0.0, $0.1] }
        table.rows += evidence.reasons.enumerated().map { number, reason in
            [
                "reason: \(.name(reason.name))",
                .figure(reason.deliveries, "\(path).evidence.reasons[\(number)].deliveries"),
            ]
        }
        return table.markup
    }

    /// What was counted around the time that it began, with the moment itself.
    private func picture(_ finding: Finding, _ place: Int) -> HTML {
        let course = finding.evidence.course
        guard course.count > 1 else { return "" }
        let seconds = course[1].start.secondsSince1970 - course[0].start.secondsSince1970
        func position(_ time: Timestamp) -> Double {
            Double(time.secondsSince1970 - course[0].start.secondsSince1970) / Double(seconds)
        }
        let isVolume = finding.cause == .volumeMissing
        let chart = ColumnChart(
            id: "finding-course-\(place)", title: "\(finding.cause.title), step by step",
            description: "A line marks when it began. The table below has the numbers.",
            axis: Axis(
                course.map {
                    .init(
                        label: $0.start == $0.start.day.start
                            ? $0.start.day.short : String($0.start.description.dropFirst(11).prefix(5)))
                },
                distances: [1, 2, 3, 4, 6, 8, 12, 24]),
            styles: isVolume ? ["kind-plain"] : ["kind-failed", "kind-suppressed"],
            columns: course.map { step in
                .init(
                    isVolume
                        ? [step.observed.count] : [step.observed.count, step.observed.whole - step.observed.count],
                    note: "\(step.start): \(step.observed.count.grouped) of \(step.observed.whole.grouped)")
            },
            markers: [(finding.since, "since")].map { .init(at: position($0.0), label: $0.1) }
                + (finding.until.map { [.init(at: position($0), label: "until")] } ?? []))
        var table = DataTable(
            "Step by step", [.init("from", .text), .init("seen"), .init("of"), .init("expected")])
        for (number, step) in course.enumerated() {
            let path = "findings[\(place)].evidence.course[\(number)]"
            table.rows.append([
                "\(step.start.description)", .figure(step.observed.count, "\(path).count"),
                .figure(step.observed.whole, "\(path).of"),
                .figure(step.expected, shown: step.expected.asCount, "\(path).expected"),
            ])
        }
        return """
            <figure>
            <figcaption>\(finding.cause.whole): those \(finding.cause.measure) at the bottom</figcaption>
            \(chart.markup)
            \(.details("The numbers", table.markup))
            </figure>
            """
    }

    private func steps(_ finding: Finding) -> HTML {
        let items = finding.cause.steps.map { step -> HTML in "<li>\(step)</li>" }.joined
        return "<h3>What to check first</h3>\n<ol>\(items)</ol>"
    }
}

extension Double {
    /// An expected count, to one decimal below ten.
    fileprivate var asCount: String { self < 10 ? rounded(to: 1) : Int(rounded()).grouped }

    /// A confidence in percent: never 100 %.
    fileprivate var asCertainty: String { self > 0.999 ? "over 99.9 %" : "\((self * 100).rounded(to: 1)) %" }
}
