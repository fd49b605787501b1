import Analysis
public import Pages
import TrackingLog

extension TimelineAnswer: PageAnswer {
    /// A message's life: a lane for each device on one axis of time, and all events in a table.
    public var page: Page {
        let sections = timeline.messages.enumerated().map { place, message in
            Page.Section(
                id: "message-\(place)", title: "\(message.code): \(message.outcome.name)",
                "\(facts(message, place))\n\(picture(message, place))\n\(table(message, place))")
        }
        return Page(
            title: "What happened: \(timeline.subject.title)", lead: lead,
            sections: overview + sections + [quality],
            footer: "<p>Made by <code>pushtrail timeline</code> on \(time.rfc3339). Times are UTC.</p>")
    }

    private var lead: HTML {
        let window = timeline.window.map { "\($0.lowerBound) to \($0.upperBound) UTC, " } ?? ""
        return """
            <p class="lead">\(.name(timeline.subject.title)): \(counts.dropFirst().joined(separator: " "))</p>
            <p class="quiet">\(window)from \(timeline.logs.counting("log"))</p>
            <p class="quiet">In the pictures the line from an event to the next is as long as the logarithm of the time between \
            them. Squares are refusals.</p>
            """
    }

    /// The messages of a person or a device in a table, each with a link to its part.
    private var overview: [Page.Section] {
        guard timeline.messages.count > 1 else { return [] }
        var table = DataTable(
            "The messages, in the order of their first events",
            [
                .init("message", .text), .init("began", .text), .init("outcome", .text), .init("odd events"),
                .init("name", .text),
            ], isSortable: true)
        for (index, message) in timeline.messages.enumerated() {
            let events = message.deliveries.flatMap(\.events)
            table.rows.append([
                "<a href=\"#message-\("\(index)")\">\(.name(message.code))</a>",
                "\(events.map(\.time).min()?.description ?? "")", "\(message.outcome.name)",
                .count(events.count { !$0.anomalies.isEmpty }), .name(message.name ?? ""),
            ])
        }
        return [Page.Section(id: "messages", title: "Messages", table.markup)]
    }

    private func facts(_ message: TimelineMessage, _ place: Int) -> HTML {
        """
        <p>\(.name(message.name ?? "no name")); app \(.name(message.app ?? "unknown")), platform \
        \(message.platform.name), \(message.person.map { "person \(.name($0))" as HTML } ?? "no person named"); other \
        devices, not shown: \(.figure(message.otherDeliveries, "messages[\(place)].other_deliveries")).</p>
        """
    }

    /// Messages that are drawn, and devices of a message: the tables have them all.
    private static let (maximumPictures, maximumLanes) = (100, 20)

    private func picture(_ message: TimelineMessage, _ place: Int) -> HTML {
        let all = message.deliveries.filter { !$0.events.isEmpty }
        let lanes = all.prefix(Self.maximumLanes)
        guard !lanes.isEmpty, place < Self.maximumPictures else { return "" }
        let more: HTML =
            lanes.count < all.count
            ? "<p class=\"quiet\">The first \(lanes.count) of \(all.count) devices are drawn.</p>" : ""
        let chart = LaneChart(
            id: "lanes-\(place)", title: "The events of \(message.code) over time",
            description: "A lane for each device. Squares are refusals. The table below has every event.",
            lanes: lanes.map { delivery in
                .init(
                    name: "\(name(delivery)), \(delivery.platform.name): \(delivery.state)",
                    events: delivery.events.map { event in
                        .init(
                            second: Int(event.time.secondsSince1970), label: event.status, isBad: event.isRefusal,
                            note: "\(event.time): \(event.status) \(detail(of: event))")
                    })
            }
        ) { Timestamp(secondsSince1970: Int64($0)).description }
        return "<figure>\(chart.markup)</figure>\(more)"
    }

    private func table(_ message: TimelineMessage, _ place: Int) -> HTML {
        var table = DataTable(
            "The events of \(message.code), in order",
            [
                .init("time", .text), .init("device", .text), .init("after"), .init("status", .text),
                .init("what it means", .text),
            ])
        for (number, delivery) in message.deliveries.enumerated() {
            for (index, event) in delivery.events.enumerated() {
                let path = "messages[\(place)].deliveries[\(number)].events[\(index)]"
                table.rows.append([
                    "\(event.time.description)", .name(name(delivery)),
                    event.gap.map { .figure(Double($0), shown: $0.asTimeTaken, "\(path).seconds_since_previous") }
                        ?? "",
                    .name(event.status), meaning(event, path),
                ])
            }
        }
        return table.markup
    }

    private func name(_ delivery: TimelineDelivery) -> String {
        delivery.hwid.isEmpty ? "no device named" : delivery.hwid
    }

    /// The event's description, what is odd about it, and what its reason means.
    private func meaning(_ event: TimelineEvent, _ path: String) -> HTML {
        var lines: [HTML] = []
        if let attempt = event.attempt { lines.append("attempt \(.figure(attempt, "\(path).attempt"))") }
        if !event.description.isEmpty { lines.append(.name(event.description)) }
        for anomaly in event.anomalies { lines.append("<strong>! \(anomaly.words(event.status))</strong>") }
        if let reason = event.reason {
            lines.append("\(reason.name): \(reason.consequences).<br><small>\(reason.advice)</small>")
        }
        return lines.enumerated().map { index, line -> HTML in index == 0 ? line : "<br>\(line)" }.joined
    }

    private var quality: Page.Section {
        let quality = timeline.quality
        var table = DataTable("Rows of the logs", [.init("rows that were", .text), .init("rows")])
        table.rows = [
            ["read", .figure(quality.rows, "quality.rows")],
            ["rejected, and not searched", .figure(quality.rejected, "quality.rejected")],
            ["not read, since search indexes rule them out", .figure(timeline.ruledOut, "ruled_out")],
        ]
        return Page.Section(
            id: "data", title: "Data quality", "\(table.markup)\n\(quality.details(notThere: "searched"))")
    }
}
