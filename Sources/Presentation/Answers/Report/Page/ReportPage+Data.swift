import Analysis
import Pages
import TrackingLog

extension ReportPage {
    /// What the report is made from, what could not be read, and what is not known.
    var data: Page.Section {
        Page.Section(
            id: "data", title: "Data quality",
            [events, sources, report.quality.details(notThere: "counted above"), unknowns].joined)
    }

    private var events: HTML {
        let totals = report.totals
        guard totals.events > 0 else { return "" }
        var table = DataTable(
            "Events by status",
            [.init("status", .text), .init("events"), .init("share"), .init("", .bar)])
        let none = totals.eventsByStatus.filter { $0.value == 0 }.keys.sorted()
        for (status, count) in totals.eventsInOrder + none.map({ ($0, 0) }) {
            let share = Rate(count, of: totals.events)
            table.rows.append([
                .name(status), .figure(count, "totals.events_by_status.\(status)"), "\(share.percent)",
                Bar(share.value ?? 0).markup,
            ])
        }
        table.footer = ["all", .figure(totals.events, "totals.events"), "", ""]
        let deliveries: HTML = """
            <p>They are of \(.figure(totals.deliveries, "totals.deliveries")) deliveries. Bounce rate: \
            \(.figure(totals.bounceRate.value, shown: totals.bounceRate.percent, "totals.rates.bounce")).</p>
            """
        return table.markup + deliveries
    }

    private var sources: HTML {
        var table = DataTable(
            "Logs", [.init("log", .text), .init("format", .text), .init("rows"), .init("rejected")], isSortable: true)
        for (place, source) in report.sources.enumerated() {
            table.rows.append([
                .name(source.path), .name(source.vendor ?? "tracking log"),
                .figure(source.rows, "sources[\(place)].rows"),
                .figure(source.rejected, "sources[\(place)].rejected"),
            ])
        }
        table.footer = [
            "all", "", .figure(report.quality.rows, "quality.rows"),
            .figure(report.quality.rejected, "quality.rejected"),
        ]
        return table.markup
    }

    /// What no log can say, and what these do not.
    private var unknowns: HTML {
        let totals = report.totals
        var lines: [HTML] = []
        if totals.messages > 0, totals.received == 0 {
            lines.append("No device confirmed a message: apps confirm only with the reporting code in them.")
        }
        if totals.messages > 0, totals.opened == 0 {
            lines.append("No message was opened, or the apps do not report it.")
        }
        let unknown = totals.unknownStatuses.counts
        if !unknown.isEmpty {
            lines.append(
                """
                \(unknown.count.counting("status", "statuses")) \(unknown.count == 1 ? "is" : "are") not known; their \
                events change no outcome: \(.name(unknown.keys.sorted().prefix(5).joined(separator: ", ")))\
                \(unknown.count > 5 ? " and \((unknown.count - 5).grouped) others" : "").
                """)
        }
        if totals[.attempted] > 0 {
            lines.append(
                """
                \(totals[.attempted].counting("message")) \(totals[.attempted] == 1 ? "was" : "were") still waiting for \
                an answer when the logs ended.
                """)
        }
        if let variant = report.variantsOfSeveralSteps.first {
            lines.append("The variant \(.name(variant)) is counted over several steps.")
        }
        guard !lines.isEmpty else { return "" }
        return "<h3>What is not known</h3>\n<ul>\(lines.map { "<li>\($0)</li>" as HTML })</ul>"
    }
}
