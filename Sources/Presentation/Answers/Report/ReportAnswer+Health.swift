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
            showsTitles: false, bars: Table.Bars(column: 2, shares: []))
        func add(_ name: String, _ rate: Rate, _ meaning: String) {
            table.rows.append([name, rate.count.grouped, rate.percent, meaning])
            table.bars?.shares.append(rate.value)
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
        table.bars?.shares.append(nil)
        for outcome in MessageOutcome.shown {
            add(outcome.name, Rate(totals[outcome], of: totals.messages), outcome.meaning)
        }
        table.rows.append(["messages", totals.messages.grouped])
        table.bars?.shares.append(nil)
        add("recipients", Rate(totals.recipients, of: totals.messages), "neither suppressed nor bounced")
        return Section([.table(table)])
    }

    /// How far confirmations can be relied on. Without any there is nothing to say.
    var confirmations: Section {
        let totals = report.totals
        guard totals.reportingDevices > 0 else { return Section() }
        let unconfirmed: [Block] = totals.unconfirmed.total > 0 ? [.paragraph(totals.unconfirmedWords)] : []
        return Section([.paragraph(totals.reportingWords)] + unconfirmed)
    }

    /// Events by status, in the order of a delivery; unknown statuses last.
    var events: Section {
        let counts = report.totals.eventsInOrder.map { "\($0.status.printable) \($0.count.grouped)" }
        return Section([.paragraph([report.totals.events.counting("event") + ":"] + counts.joinedByCommas)])
    }
}

extension Totals {
    /// Events by status, in the order of a delivery, without those that there are none of; unknown statuses last.
    var eventsInOrder: [(status: String, count: Int)] {
        let statuses = Status.allCases.map(\.name) + unknownStatuses.counts.keys.sorted()
        return statuses.compactMap { status in
            eventsByStatus[status].flatMap { $0 > 0 ? (status, $0) : nil }
        }
    }
}

extension Totals {
    /// How many devices report what arrives, in pieces of a sentence.
    var reportingWords: [String] {
        [
            "Reporting coverage \(reportingRate.percent):",
            "\(reportingDevices.grouped) of \(deliveredDevices.counting("device"))",
            "that a message was delivered to", "confirmed or opened one.",
        ]
    }

    /// What the delivered messages without a confirmation may mean, in pieces of a sentence.
    var unconfirmedWords: [String] {
        [
            "Delivered, not confirmed or opened:",
            "\(unconfirmed.onReporting.counting("message")) to devices that report,",
            "\(unconfirmed.onSilent.grouped) to devices that never did.",
        ]
    }
}

extension MessageOutcome {
    /// All, the good one first.
    static let shown = [MessageOutcome.sent, .bounced, .failed, .suppressed, .attempted]

    /// What it means, in a few words.
    var meaning: String {
        switch self {
        case .sent: "settled, delivered to one device or more"
        case .bounced: "refused by a gateway"
        case .failed: "no gateway reached, or reason unknown"
        case .suppressed: "held back on purpose"
        case .attempted: "still waiting for an answer"
        }
    }
}
