import Analysis
import TrackingLog

extension Page {
    static func heading(_ report: Report, _ window: ClosedRange<Timestamp>) -> Section {
        let totals = report.totals
        let sources = report.sources.isEmpty ? "" : ", from \(report.sources.count.counting("log"))"
        return Section(blocks: [
            .paragraph([
                totals.messages.counting("message"), "to \(totals.persons.counting("person"))",
                "on \(totals.devices.counting("device"))",
            ]),
            .paragraph(["\(window.lowerBound) to \(window.upperBound) UTC\(sources)"]),
        ])
    }

    /// Is it delivered, and what came of it? Then how each message ended: what adds up to all.
    static func health(_ totals: Totals) -> Section {
        var table = PageTable(
            columns: [
                PageTable.Column(alignment: .left, gap: 0), PageTable.Column(title: "messages"),
                PageTable.Column(title: "share"), PageTable.Column(title: "what it means", alignment: .left),
            ],
            showsTitles: false)
        func add(_ name: String, _ rate: Rate, _ meaning: String) {
            table.rows.append([name, rate.count.grouped, rate.percent, meaning])
        }
        func add(_ outcome: MessageOutcome, _ meaning: String) {
            add(outcome.name, Rate(totals[outcome], of: totals.messages), meaning)
        }
        add(
            "delivered", totals.deliveryRate,
            "accepted by APNs, FCM …\n(not proof that the device showed it)")
        add("errors", totals.errorRate, "bounced or failed")
        add("opened", totals.openRate, "of the delivered")
        add("converted", totals.conversionRate, "of the delivered")
        if totals.received > 0 {
            table.rows.append(["received", totals.received.grouped, "", "confirmed by a device"])
        }
        table.rows.append([])
        add(.sent, "settled, delivered to one device or more")
        add(.bounced, "refused by a gateway")
        add(.failed, "never reached a gateway")
        add(.suppressed, "held back on purpose")
        add(.attempted, "a device is still waited for")
        table.rows.append(["messages", totals.messages.grouped])
        return Section(blocks: [.table(table)])
    }

    /// The rows, by status: in the order of a notification's way, then those that nobody knows.
    static func events(_ totals: Totals) -> Section {
        let known = Status.allCases.map(\.name)
        let unknown = totals.eventsByStatus.keys.filter { !known.contains($0) }.sorted()
        let counts = (known + unknown).compactMap { status -> String? in
            guard let count = totals.eventsByStatus[status], count > 0 else { return nil }
            return "\(status.printable) \(count.grouped)"
        }
        return Section(blocks: [.paragraph([totals.events.counting("event") + ":"] + counts.joinedByCommas)])
    }
}
