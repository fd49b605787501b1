import Analysis
import Pages
import TrackingLog

extension ReportPage {
    /// The five figures that people ask for first, each with what it is a share of, and how it changed.
    var result: Page.Section {
        let (totals, before) = (report.totals, report.overTime?.before)
        let tiles = [
            tile(
                "Delivery rate", totals.deliveryRate, before?.counts.deliveryRate, .better, "totals.delivered",
                "totals.rates.delivery", "messages"),
            tile(
                "Error rate", totals.errorRate, before?.counts.errorRate, .worse, nil, "totals.rates.error", "messages"),
            tile(
                "Open rate", totals.openRate, before?.counts.openRate, .better, "totals.opened", "totals.rates.open",
                "delivered"),
            tile(
                "Recipients", recipients(totals.counts), before.map { recipients($0.counts) }, .neither,
                "totals.recipients", nil, "messages"),
            tile(
                "Coverage", report.tokens.coverage, before?.coverage, .better, nil, "tokens.coverage",
                report.tokens.audience == nil ? "people have a valid token" : "active customers have a valid token"),
        ]
        let comparison = before.map { before -> HTML in
            """
            <p class="quiet">Changes in percentage points, against the time before: \(words(before.period)), \
            \(before.counts.messages.counting("message")). Those had longer to be opened.</p>

            """
        }
        return Page.Section(
            id: "result", title: "Result",
            """
            <p class="lead">\(verdict)</p>
            \(.tiles(tiles))
            \(comparison ?? noComparison)
            """)
    }

    /// Why a report with a beginning of its own is compared with nothing.
    private var noComparison: HTML {
        options.filter.since == nil
            ? "" : "<p class=\"quiet\">Nothing to compare with: the logs do not hold all of the time before.</p>"
    }

    private func recipients(_ counts: MessageCounts) -> Rate { Rate(counts.recipients, of: counts.messages) }

    /// The result in a few sentences.
    private var verdict: HTML {
        let totals = report.totals
        var text: HTML = """
            Of \(totals.messages.counting("message")), \(totals.deliveryRate.percent) were delivered and \
            \(totals.errorRate.percent) bounced or failed.
            """
        if totals[.attempted] > 0 {
            text += " \(Rate(totals[.attempted], of: totals.messages).percent) still wait for an answer."
        }
        if let (name, share) = mostFrequentReason {
            text += """
                 The most frequent reason is “\(.name(name))”: \(share.percent) of the deliveries that failed.
                """
        }
        if totals.delivered > 0 { text += " Of the delivered, \(totals.openRate.percent) were opened." }
        return text
    }

    /// The reason of most failures, over all platforms; nil if there is none, or several are equally frequent.
    private var mostFrequentReason: (name: String, share: Rate)? {
        // By bytes: texts of logs that are equal only when normalized are different reasons.
        let counts = Dictionary(report.reasons.map { (Array($0.name.utf8), $0.deliveries) }, uniquingKeysWith: +)
        guard let most = counts.max(by: { $0.value < $1.value }), most.value > 0,
            counts.values.count(where: { $0 == most.value }) == 1
        else { return nil }
        let failed = report.reasons.first?.share.whole ?? 0
        return (String(decoding: most.key, as: UTF8.self), Rate(most.value, of: failed))
    }

    /// Whether more of something is good news.
    private enum Sense {
        case better, worse, neither
    }

    /// - Parameters:
    ///   - name: what the rate is called.
    ///   - rate: the rate.
    ///   - before: the rate of the time before.
    ///   - sense: whether more of it is good news.
    ///   - count: the place of the count in the JSON, if it is there.
    ///   - path: the place of the rate in the JSON, if it is there.
    ///   - whole: what it is a share of.
    private func tile(
        _ name: String, _ rate: Rate, _ before: Rate?, _ sense: Sense, _ count: String?, _ path: String?,
        _ whole: String
    ) -> HTML {
        let value: HTML = path.map { .figure(rate.value, shown: rate.percent, $0) } ?? "\(rate.percent)"
        let counted: HTML = count.map { .figure(rate.count, $0) } ?? "\(rate.count.grouped)"
        return .tile(name, value, "\(counted) of \(rate.whole.grouped) \(whole)", change(rate, before, sense))
    }

    private func change(_ rate: Rate, _ before: Rate?, _ sense: Sense) -> HTML {
        guard let value = rate.value, let before, let earlier = before.value else { return "" }
        // The difference of what is shown.
        let tenths = Int((value * 1000).rounded()) - Int((earlier * 1000).rounded())
        let style: HTML =
            switch (sense, tenths) {
            case (.neither, _), (_, 0): "change"
            case (.better, 1...), (.worse, ..<0): "change better"
            default: "change worse"
            }
        let words =
            tenths == 0
            ? "unchanged"
            : "\(tenths > 0 ? "▲" : "▼") \((abs(tenths) / 10).grouped).\(abs(tenths) % 10) points, from \(before.percent)"
        return "<dd class=\"\(style)\">\(words)</dd>"
    }

    /// From all messages to those that led to something, each step with its share and what it does not mean.
    var funnel: Page.Section {
        let totals = report.totals
        let all = totals.messages
        let steps: [(name: String, rate: Rate, of: String, count: String, path: String?, caveat: String)] = [
            ("Messages", Rate(all, of: all), "all", "totals.messages", nil, "Not people: a person may get several."),
            (
                "Recipients", recipients(totals.counts), "messages", "totals.recipients", nil,
                "Excludes people who were never sent a message: no log has them."
            ),
            (
                "Accepted by a gateway", totals.deliveryRate, "messages", "totals.delivered", "totals.rates.delivery",
                "Not proof that a device showed it: APNs and FCM accept what they later drop."
            ),
            (
                "Confirmed by a device", totals.confirmationRate, "accepted", "totals.received",
                "totals.rates.confirmation", "Underestimates arrival: apps without the reporting code never confirm."
            ),
            (
                "Opened", totals.openRate, "accepted", "totals.opened", "totals.rates.open",
                "Underestimates reading: reading without a tap leaves no trace."
            ),
            (
                "Converted", totals.conversionRate, "accepted", "totals.converted", "totals.rates.conversion",
                "Not proof that the message was the cause."
            ),
        ]
        var table = DataTable(
            "Messages at each step",
            [
                .init("step", .text), .init("messages"), .init("", .bar), .init("share"), .init("of", .text),
                .init("what it does not mean", .text),
            ])
        for step in steps {
            table.rows.append([
                "\(step.name)", .figure(step.rate.count, step.count),
                Bar(all == 0 ? 0 : Double(step.rate.count) / Double(all)).markup,
                step.path.map { .figure(step.rate.value, shown: step.rate.percent, $0) } ?? "\(step.rate.percent)",
                "\(step.of)", "\(step.caveat)",
            ])
        }
        return Page.Section(id: "funnel", title: "How far messages came", "\(table.markup)\n\(reporting)\(outcomes)")
    }

    /// Which devices report that messages arrive: a low share of confirmations may only mean that few do.
    private var reporting: HTML {
        let totals = report.totals
        // The page holds every figure, also where there is nothing to say.
        return """
            <p>Reporting coverage: \(.figure(totals.reportingDevices, "totals.reporting_devices")) of \
            \(.figure(totals.deliveredDevices, "totals.delivered_devices")) devices that a message was delivered to confirmed or \
            opened one (\(.figure(totals.reportingRate.value, shown: totals.reportingRate.percent, "totals.rates.reporting"))). \
            Delivered, not confirmed or opened: \(.figure(totals.unconfirmed.onReporting, "totals.unconfirmed.reporting")) messages to \
            devices that report, \(.figure(totals.unconfirmed.onSilent, "totals.unconfirmed.silent")) to devices that never did.</p>

            """
    }

    /// How each message ended: these add up to all messages.
    private var outcomes: HTML {
        let totals = report.totals
        var table = DataTable(
            "Each message ended in one of five ways",
            [
                .init("outcome", .text), .init("messages"), .init("share"), .init("", .bar),
                .init("what it means", .text),
            ])
        for outcome in MessageOutcome.shown {
            let rate = Rate(totals[outcome], of: totals.messages)
            table.rows.append([
                "\(outcome.name)", .figure(rate.count, "totals.messages_by_outcome.\(outcome.name)"),
                "\(rate.percent)", Bar(rate.value ?? 0, style: outcome.style).markup, "\(outcome.meaning)",
            ])
        }
        return table.markup
    }
}

extension MessageOutcome {
    /// The class that its parts of pictures have.
    var style: String { "kind-\(name)" }
}
