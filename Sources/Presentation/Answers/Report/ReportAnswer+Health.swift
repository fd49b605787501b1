import Analysis
import TrackingLog

extension ReportAnswer {
    /// What the report covers.
    func heading(_ window: ClosedRange<Timestamp>) -> Section {
        let totals = report.totals
        let sources = report.sources.isEmpty ? "" : ", from \(report.sources.count.counting("log"))"
        return Section([
            .paragraph([
                totals.messages.counting("message"), "to \(totals.persons.counting("person", "people"))",
                "on \(totals.devices.counting("device"))",
            ]),
            .paragraph(["\(window.lowerBound) to \(window.upperBound) UTC\(sources)"]),
        ])
    }

    /// Delivery and what followed it, then how each message ended: these add up to all messages.
    var health: Section {
        let totals = report.totals
        var table = Table(
            columns: [
                Table.Column(alignment: .left, gap: 0), Table.Column(title: "messages"),
                Table.Column(title: "share"), Table.Column(title: "what it means", alignment: .left),
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
        // Many apps do not report it.
        if totals.received > 0 { add("received", totals.confirmationRate, "of the delivered: confirmed by a device") }
        add("opened", totals.openRate, "of the delivered")
        add("converted", totals.conversionRate, "of the delivered")
        table.rows.append([])
        add(.sent, "settled, delivered to one device or more")
        add(.bounced, "refused by a gateway")
        add(.failed, "never reached a gateway")
        add(.suppressed, "held back on purpose")
        add(.attempted, "still waiting for an answer")
        table.rows.append(["messages", totals.messages.grouped])
        add("recipients", Rate(totals.recipients, of: totals.messages), "neither suppressed nor bounced")
        return Section([.table(table)])
    }

    /// Events by status, in the order of a delivery; unknown statuses last.
    var events: Section {
        let totals = report.totals
        let known = Status.allCases.map(\.name)
        let unknown = totals.unknownStatuses.counts.keys.sorted()
        let counts = (known + unknown).compactMap { status -> String? in
            guard let count = totals.eventsByStatus[status], count > 0 else { return nil }
            return "\(status.printable) \(count.grouped)"
        }
        return Section([.paragraph([totals.events.counting("event") + ":"] + counts.joinedByCommas)])
    }
}
