public import Analysis
public import TrackingLog

/// A report for people: a page of at most 80 columns, the answer first.
public struct TableFormat: ReportFormat {
    /// The one there is.
    public init() {}

    public func render(_ report: Report, generatedAt time: Timestamp) -> String {
        guard let window = report.window else {
            return "No events.\n" + rejects(report.quality)
        }
        let sections = [
            heading(report.totals, window),
            overlays(report.totals),
            outcomes(report.totals),
            groups(report.groups),
            events(report.totals),
            rejects(report.quality),
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func heading(_ totals: Totals, _ window: ClosedRange<Timestamp>) -> String {
        let counts = Paragraph.wrap([
            totals.messages.counting("message"), "to \(totals.persons.counting("person"))",
            "on \(totals.devices.counting("device"))",
        ])
        return counts + "\(window.lowerBound) to \(window.upperBound) UTC\n"
    }

    /// Is it delivered? What came of it then?
    private func overlays(_ totals: Totals) -> String {
        var columns = TextColumns((0, .left), (2, .right), (2, .right), (2, .left))
        columns.add(
            "delivered", totals.delivered.grouped, totals.deliveryRate.percent, "a gateway (APNs, FCM …) accepted it,")
        columns.add("", "", "", "not that a device showed it")
        columns.add("opened", totals.opened.grouped, totals.openRate.percent, "of the delivered")
        columns.add("converted", totals.converted.grouped, totals.conversionRate.percent, "of the delivered")
        if totals.received > 0 { columns.add("received", totals.received.grouped, "", "confirmed by a device") }
        return columns.text
    }

    /// How each message ended: what adds up to all.
    private func outcomes(_ totals: Totals) -> String {
        var columns = TextColumns((0, .left), (2, .right), (2, .right), (2, .left))
        func add(_ outcome: MessageOutcome, _ meaning: String) {
            let count = totals[outcome]
            columns.add(outcome.name, count.grouped, Rate(count, of: totals.messages).percent, meaning)
        }
        add(.sent, "no device is waited for, some device was reached")
        add(.bounced, "refused by a gateway")
        add(.failed, "never reached a gateway")
        add(.suppressed, "held back on purpose")
        add(.attempted, "some device is still waited for")
        columns.add("messages", totals.messages.grouped)
        return columns.text
    }

    private func groups(_ groups: [Report.Group]) -> String {
        var columns = TextColumns(
            (0, .left), (2, .right), (2, .right), (1, .right), (2, .right), (1, .right), (2, .right), (1, .right))
        columns.add("platform", "messages", "delivered", "", "errors", "", "opened", "")
        for group in groups {
            let totals = group.totals
            columns.add(
                group.by.values.sorted().joined(separator: ", "), totals.messages.grouped,
                totals.delivered.grouped, totals.deliveryRate.percent,
                totals.errorRate.count.grouped, totals.errorRate.percent,
                totals.opened.grouped, totals.openRate.percent)
        }
        return columns.text
    }

    private func events(_ totals: Totals) -> String {
        let counts = totals.eventsByStatus.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \($0.value.grouped)" }
        return Paragraph.wrap(
            [totals.events.counting("event") + ":"] + counts.dropLast().map { $0 + "," } + counts.suffix(1))
    }

    private func rejects(_ quality: Quality) -> String {
        guard quality.rejected > 0 else { return "" }
        let all = quality.rows + quality.rejected
        var text = Paragraph.wrap([
            "\(quality.rejected.grouped) of \(all.counting("row"))", "could not be read,", "and",
            quality.rejected == 1 ? "is" : "are", "not counted above:",
        ])
        for example in quality.examples.prefix(3) {
            text += Paragraph.wrap(["  \(example.path), line \(example.line.grouped):", example.reason])
        }
        let others = quality.rejected - min(3, quality.examples.count)
        if others > 0 { text += "  and \(others.grouped) more\n" }
        return text
    }
}
