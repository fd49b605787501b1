public import Analysis
public import TrackingLog

/// A report for people: a page of at most 80 columns, the answer first.
public struct TableFormat: ReportFormat {
    /// The one there is.
    public init() {}

    /// The report as a page of text.
    public func render(_ report: Report, generatedAt time: Timestamp) -> String {
        guard let window = report.window else {
            return "No events.\n" + rejects(report.quality)
        }
        let sections = [
            heading(report, window),
            totals(report.totals),
            groups(report.groups),
            events(report.totals),
            rejects(report.quality),
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func heading(_ report: Report, _ window: ClosedRange<Timestamp>) -> String {
        let totals = report.totals
        let sources = report.sources.isEmpty ? "" : ", from \(report.sources.count.counting("log"))"
        return Paragraph.wrap([
            totals.messages.counting("message"), "to \(totals.persons.counting("person"))",
            "on \(totals.devices.counting("device"))",
        ]) + "\(window.lowerBound) to \(window.upperBound) UTC\(sources)\n"
    }

    /// Is it delivered, and what came of it? Then how each message ended: what adds up to all.
    private func totals(_ totals: Totals) -> String {
        var columns = TextColumns((0, .left), (2, .right), (2, .right), (2, .left))
        func add(_ name: String, _ rate: Rate, _ meaning: String) {
            columns.add(name, rate.count.grouped, rate.percent, meaning)
        }
        func add(_ outcome: MessageOutcome, _ meaning: String) {
            add(outcome.name, Rate(totals[outcome], of: totals.messages), meaning)
        }
        add("delivered", totals.deliveryRate, "accepted by a gateway (APNs, FCM …);")
        columns.add("", "", "", "whether a device showed it, nobody says")
        add("errors", totals.errorRate, "bounced or failed")
        add("opened", totals.openRate, "of the delivered")
        add("converted", totals.conversionRate, "of the delivered")
        if totals.received > 0 { columns.add("received", totals.received.grouped, "", "confirmed by a device") }
        columns.add()
        add(.sent, "settled, delivered to one device or more")
        add(.bounced, "refused by a gateway")
        add(.failed, "never reached a gateway")
        add(.suppressed, "held back on purpose")
        add(.attempted, "a device is still waited for")
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

    /// The rows, by status: in the order of a notification's way, then those that nobody knows.
    private func events(_ totals: Totals) -> String {
        let known = Status.allCases.map(\.name)
        let unknown = totals.eventsByStatus.keys.filter { !known.contains($0) }.sorted()
        let counts = (known + unknown).compactMap { status -> String? in
            guard let count = totals.eventsByStatus[status], count > 0 else { return nil }
            return "\(status) \(count.grouped)"
        }
        return Paragraph.wrap(
            [totals.events.counting("event") + ":"] + counts.dropLast().map { $0 + "," } + counts.suffix(1))
    }

    private func rejects(_ quality: Quality) -> String { quality.rejects(notThere: "counted above") }
}
