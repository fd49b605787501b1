import Analysis
import Pages
import TrackingLog

extension ReportPage {
    /// Why deliveries failed, the most frequent reason first, and what to do about it; the rarer ones in a table of their own.
    var reasons: [Page.Section] {
        guard let first = report.reasons.first else { return [] }
        let failed = first.share.whole
        let all = report.reasons.enumerated().map { (place: $0.offset, count: $0.element) }
        var table = DataTable(
            "Reasons of the deliveries that finally failed",
            [
                .init("reason and category", .text), .init("platform", .text), .init("deliveries"), .init("share"),
                .init("", .bar), .init("what to do", .text),
            ], isSortable: true)
        // Those that decided no delivery have only events.
        let shown = all.prefix(ReportAnswer.maximumReasons).prefix { $0.count.deliveries > 0 }
        for (place, count) in shown {
            let path = "reasons[\(place)]"
            table.rows.append([
                "\(.name(count.name))<br><small>\(count.category.rawValue)</small>", "\(count.platform.name)",
                .figure(count.deliveries, "\(path).deliveries"),
                .figure(count.share.value, shown: count.share.percent, "\(path).share"),
                Bar(count.share.value ?? 0, style: count.category.style).markup, advice(on: count),
            ])
        }
        var body = shown.isEmpty ? "" : table.markup
        let others = all.dropFirst(shown.count)
        if !others.isEmpty {
            let title = "\(others.count.counting(shown.isEmpty ? "reason" : "other reason"))"
            body += .details(
                title,
                counts(others, title, ["deliveries", "share"]) { count, path in
                    [
                        .figure(count.deliveries, "\(path).deliveries"),
                        .figure(count.share.value, shown: count.share.percent, "\(path).share"),
                    ]
                })
        }
        body += .details(
            "Events by reason",
            counts(all[...], "Failed events that give each reason", ["events"]) { count, path in
                [.figure(count.events, "\(path).events")]
            })
        let title = failed == 0 ? "Refusals" : "Why \(failed.counting("delivery", "deliveries")) failed"
        return [Page.Section(id: "reasons", title: title, body)]
    }

    /// What to do, for the sender and for the token.
    private func advice(on count: ReasonCount) -> HTML {
        guard let reason = count.reason else { return "The catalogue does not know this reason." }
        return "\(reason.advice)<br><small>Retry: \(reason.retry.words). Token: \(reason.tokenAction.words).</small>"
    }

    /// Reasons with some of their figures.
    private func counts(
        _ reasons: ArraySlice<(place: Int, count: ReasonCount)>, _ caption: String, _ titles: [String],
        _ figures: (ReasonCount, String) -> [HTML]
    ) -> HTML {
        var table = DataTable(
            caption,
            [
                .init("reason", .text), .init("platform", .text), .init("gateway", .text), .init("category", .text),
            ] + titles.map { .init($0) }, isSortable: true)
        for (place, count) in reasons {
            table.rows.append(
                [
                    .name(count.name), "\(count.platform.name)", "\(count.reason?.source.name ?? "–")",
                    "\(count.category.rawValue)",
                ] + figures(count, "reasons[\(place)]"))
        }
        return table.markup
    }
}

extension ReasonCount {
    fileprivate var category: Reason.Category { reason?.category ?? .unknown }
}

extension Reason.Category {
    /// The class that its bars have.
    fileprivate var style: String { "cause-\(rawValue)" }
}
