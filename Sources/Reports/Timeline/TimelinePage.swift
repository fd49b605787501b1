public import Analysis
import TrackingLog

/// A timeline for people: each message with its outcome, each device with its state, each event in order, with gaps and
/// anomalies marked; 80 columns, unless a name is longer.
public struct TimelinePage {
    /// An event this many seconds after the one before has the time between them shown.
    public static let shortestGap = 3600

    private let timeline: Timeline
    /// The reasons whose advice has been given.
    private var advised: Set<Reason> = []

    /// A page of a timeline.
    public init(_ timeline: Timeline) {
        self.timeline = timeline
    }

    /// Writes the page, piece by piece: a message may have a million devices.
    ///
    /// - Parameters:
    ///   - colored: whether lines stand out by colour.
    ///   - write: is given each piece, in order.
    public mutating func render(colored: Bool = false, _ write: (String) throws -> Void) rethrows {
        func put(_ lines: [PageLine]) throws {
            try write(lines.map { $0.rendered(colored: colored) }.joined())
        }
        try put(summary)
        for message in timeline.messages {
            try put([PageLine(text: "")] + heading(message))
            for delivery in message.deliveries { try put([PageLine(text: "")] + lines(on: delivery)) }
            if message.otherDeliveries > 0 {
                let others = message.otherDeliveries.counting("other device")
                try put([PageLine(text: ""), PageLine(text: "  and to \(others), not shown", emphasis: .quiet)])
            }
        }
        let rejects = Page.rejects(timeline.quality, notThere: "shown above").text
        if !rejects.isEmpty { try write("\n" + rejects) }
    }

    // MARK: - Headings

    private var summary: [PageLine] {
        let deliveries = timeline.messages.flatMap(\.deliveries)
        let events = deliveries.flatMap(\.events)
        let odd = events.count { !$0.anomalies.isEmpty }
        let devices = Set(deliveries.map { Array($0.hwid.utf8) }).subtracting([[]]).count
        var lines = Paragraph.lines(
            of: ["\(timeline.subject.title):"]
                + [
                    "\(timeline.messages.count.counting("message"))", "on \(devices.counting("device")),",
                    "\(events.count.counting("event"))\(odd > 0 ? ", \(odd.grouped) of them odd" : "")",
                ]
        ).map { PageLine(text: $0) }
        if timeline.messages.count > 1 {
            let outcomes = MessageOutcome.allCases.compactMap { outcome -> String? in
                let count = timeline.messages.count { $0.outcome == outcome }
                return count > 0 ? "\(count.grouped) \(outcome.name)" : nil
            }
            lines.append(PageLine(text: outcomes.joined(separator: ", ")))
        }
        if let window = timeline.window {
            let end = window.upperBound > window.lowerBound ? " to \(window.upperBound)" : ""
            let logs = timeline.logs.counting("log")
            lines.append(PageLine(text: "\(window.lowerBound)\(end) UTC, from \(logs)", emphasis: .quiet))
        }
        return lines
    }

    private func heading(_ message: TimelineMessage) -> [PageLine] {
        var facts = ["app \(message.app ?? "unknown"),", "platform \(message.platform.name),"]
        facts.append(message.person.map { "person \($0)" } ?? "no person named")
        return [PageLine(text: "\(message.code): \(message.outcome.name)", emphasis: .heading)]
            + (message.name.map { Paragraph.lines(of: $0, width: Paragraph.width - 2) } ?? [])
            .map { PageLine(text: "  " + $0) }
            + Paragraph.lines(of: facts).map { PageLine(text: "  " + $0) }
    }

    // MARK: - Deliveries

    private mutating func lines(on delivery: TimelineDelivery) -> [PageLine] {
        let hwid = delivery.hwid.isEmpty ? "no device named" : delivery.hwid
        let kind = delivery.failure.map { $0 == .failed ? "" : " (\($0))" } ?? ""
        var lines = [
            PageLine(text: "  \(hwid), \(delivery.platform.name): \(delivery.state)\(kind)", emphasis: .heading)
        ]
        let width = delivery.events.map(\.status.columns).reduce(9, max)
        for event in delivery.events {
            if let gap = event.gap, gap >= TimelinePage.shortestGap {
                lines.append(PageLine(text: "      ⋮ \(gap.asTimeTaken)", emphasis: .quiet))
            }
            lines += self.lines(on: event, statusWidth: width)
        }
        return lines
    }

    private mutating func lines(on event: TimelineEvent, statusWidth: Int) -> [PageLine] {
        let time = "    \(event.time)  "
        let padding = String(repeating: " ", count: statusWidth - event.status.columns)
        let emphasis: PageLine.Emphasis = event.isRefusal ? .bad : .none
        var lines = TimelinePage.set(detail(of: event), after: time + event.status + padding + "  ", emphasis)
        // What explains an event stands under its status, where there is more room.
        let indent = String(repeating: " ", count: time.columns)
        for anomaly in event.anomalies {
            lines += TimelinePage.set(anomaly.words(event.status), after: indent + "! ", .odd)
        }
        if !event.anomalies.contains(.again) {
            if let reason = event.reason {
                let isNamed = (event.description.isEmpty ? event.status : event.description).contains(reason.name)
                let name = isNamed ? "" : reason.name + ", "
                lines += TimelinePage.set(name + reason.consequences, after: indent)
                if advised.insert(reason).inserted { lines += TimelinePage.set(reason.advice, after: indent + "→ ") }
            } else if event.isRefusal, !event.description.isEmpty {
                lines += TimelinePage.set("not in the catalogue of reasons", after: indent)
            }
        }
        return lines
    }

    /// Sets running text after what stands before it on the first line, the others indented as far.
    private static func set(
        _ text: String, after head: String, _ emphasis: PageLine.Emphasis = .none
    ) -> [PageLine] {
        let indent = String(repeating: " ", count: head.columns)
        let lines = Paragraph.lines(of: text, width: max(24, Paragraph.width - head.columns))
        guard let first = lines.first else {
            return [PageLine(text: head.trimmingEnd, emphasis: emphasis)]
        }
        return [PageLine(text: head + first, emphasis: emphasis)]
            + lines.dropFirst().map { PageLine(text: indent + $0, emphasis: emphasis) }
    }

    private func detail(of event: TimelineEvent) -> String {
        guard let attempt = event.attempt, attempt > 1 else { return event.description }
        return "attempt \(attempt)" + (event.description.isEmpty ? "" : ": \(event.description)")
    }
}
