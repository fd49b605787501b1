import Analysis
import Pages
import TrackingLog

extension ReportPage {
    /// The totals by group.
    var groups: Page.Section {
        let rows = rows
        let names = report.dimensions.map { DataTable.Column($0.title, .text) }
        var table = DataTable(
            report.isByTime ? "In order of time" : "The most errors first",
            names + [
                .init("messages"), .init("recipients"), .init("delivered"), .init("delivery rate"),
                .init("", .bar), .init("errors"), .init("error rate"), .init("", .bar), .init("opened"),
                .init("open rate"), .init("converted"),
            ], isSortable: true)
        table.rows = rows.map(cells)
        table.footer = others.map(cells)
        var body = table.markup
        if let others = report.others {
            body += """
                <p class="quiet">The \(others.groups.counting("group")) with fewer messages \
                \(others.groups == 1 ? "is" : "are") counted as one.</p>
                """
        }
        body += .details("All figures by group", all(rows)) + irregularNames
        let dimensions = report.dimensions.map(\.title).joined(separator: ", ")
        return Page.Section(id: "groups", title: "By \(dimensions)", body)
    }

    private typealias GroupRow = (titles: [HTML], totals: Totals, path: String)

    private func cells(_ row: GroupRow) -> [HTML] {
        let (titles, totals, path) = row
        func rate(_ rate: Rate, _ name: String) -> HTML {
            .figure(rate.value, shown: rate.percent, "\(path).rates.\(name)")
        }
        return titles + [
            .figure(totals.messages, "\(path).messages"), .figure(totals.recipients, "\(path).recipients"),
            .figure(totals.delivered, "\(path).delivered"), rate(totals.deliveryRate, "delivery"),
            Bar(totals.deliveryRate.value ?? 0, style: MessageOutcome.sent.style).markup,
            .count(totals.errorRate.count), rate(totals.errorRate, "error"),
            Bar(totals.errorRate.value ?? 0, style: MessageOutcome.bounced.style).markup,
            .figure(totals.opened, "\(path).opened"), rate(totals.openRate, "open"),
            .figure(totals.converted, "\(path).converted"),
        ]
    }

    /// Each group's titles, totals and place in the JSON.
    private var rows: [GroupRow] {
        report.groupsToShow.map { index, group in
            (
                group.values.map { value -> HTML in value.map { .name($0) } ?? "–" }, group.totals,
                "groups[\(index)]"
            )
        }
    }

    /// The groups that are not shown, as one.
    private var others: GroupRow? {
        report.others.map { others in
            let rest = [HTML](repeating: "", count: max(0, report.dimensions.count - 1))
            return ([.figure(others.groups, "others.groups") + " others"] + rest, others.totals, "others")
        }
    }

    /// What the table of groups has no room for, in three tables.
    private func all(_ rows: [GroupRow]) -> HTML {
        let statuses = Set((rows + [others].compactMap(\.self)).flatMap { $0.totals.eventsByStatus.keys }).sorted()
        let ordered = report.totals.eventsInOrder.map(\.status)
        let shown = ordered + statuses.filter { !ordered.contains($0) }
        return [
            figures("Counts", rows) { totals, path in
                [
                    ("events", .figure(totals.events, "\(path).events")),
                    ("deliveries", .figure(totals.deliveries, "\(path).deliveries")),
                    ("devices", .figure(totals.devices, "\(path).devices")),
                    ("delivered to", .figure(totals.deliveredDevices, "\(path).delivered_devices")),
                    ("reporting", .figure(totals.reportingDevices, "\(path).reporting_devices")),
                    ("people", .figure(totals.persons, "\(path).persons")),
                    ("covered", .figure(totals.coveredPersons, "\(path).covered_persons")),
                    ("confirmed", .figure(totals.received, "\(path).received")),
                    (
                        "unconfirmed, reporting",
                        .figure(totals.unconfirmed.onReporting, "\(path).unconfirmed.reporting")
                    ),
                    ("unconfirmed, silent", .figure(totals.unconfirmed.onSilent, "\(path).unconfirmed.silent")),
                ]
                    + [
                        ("bounce", "bounce rate"), ("confirmation", "confirmation rate"),
                        ("conversion", "conversion rate"), ("reporting", "reporting coverage"),
                        ("coverage", "token coverage"),
                    ]
                    .map { key, title in
                        let rate = totals.rates.first { $0.name == key }?.rate ?? Rate(0, of: 0)
                        return (title, .figure(rate.value, shown: rate.percent, "\(path).rates.\(key)"))
                    }
            },
            figures("Messages by outcome", rows) { totals, path in
                MessageOutcome.shown.map {
                    ($0.name, .figure(totals[$0], "\(path).messages_by_outcome.\($0.name)"))
                }
            },
            figures("Events by status", rows) { totals, path in
                shown.map { status in
                    (
                        status,
                        totals.eventsByStatus[status].map { .figure($0, "\(path).events_by_status.\(status)") } ?? "–"
                    )
                }
            },
        ].joined
    }

    private func figures(
        _ caption: String, _ rows: [GroupRow], _ cells: (Totals, String) -> [(title: String, cell: HTML)]
    ) -> HTML {
        let titles = cells(report.totals, "totals").map { DataTable.Column($0.title) }
        var table = DataTable(
            caption, report.dimensions.map { .init($0.title, .text) } + titles, isSortable: true)
        table.rows = rows.map { $0.titles + cells($0.totals, $0.path).map(\.cell) }
        table.footer = others.map { $0.titles + cells($0.totals, $0.path).map(\.cell) }
        return table.markup
    }
}
