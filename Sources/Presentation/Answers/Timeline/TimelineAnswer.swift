public import Analysis
public import TrackingLog

/// A timeline: each message with its outcome, each device with its state, each event in order, with gaps and anomalies
/// marked.
public struct TimelineAnswer: Answer {
    /// An event this many seconds after the one before has the time between them shown.
    public static let shortestGap = 3600

    let timeline: Timeline
    /// When it was made.
    let time: Timestamp

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - timeline: the timeline.
    ///   - time: when it was made.
    public init(_ timeline: Timeline, at time: Timestamp) {
        self.timeline = timeline
        self.time = time
    }

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// `pushtrail.timeline/1`.
    public var document: some Encodable { TimelineDocument(timeline: timeline) }

    /// A summary, then a section for each message and each of its devices.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        guard !timeline.messages.isEmpty else { return }
        // The advice on a reason is given once.
        var advised: Set<Reason> = []
        try body(Section([.lines(summary)]))
        for message in timeline.messages {
            try body(Section([.lines(heading(message))]))
            for delivery in message.deliveries { try body(Section([.lines(lines(on: delivery, &advised))])) }
            if message.otherDeliveries > 0 {
                let others = message.otherDeliveries.counting("other device")
                try body(Section([.lines([Line(text: "  and to \(others), not shown", emphasis: .quiet)])]))
            }
        }
        try body(timeline.quality.rejects(notThere: "shown above"))
    }

    // MARK: - Headings

    private var summary: [Line] {
        var lines = Paragraph.lines(of: counts).map { Line(text: $0) }
        if timeline.messages.count > 1 {
            let outcomes = MessageOutcome.allCases.compactMap { outcome -> String? in
                let count = timeline.messages.count { $0.outcome == outcome }
                return count > 0 ? "\(count.grouped) \(outcome.name)" : nil
            }
            lines.append(Line(text: outcomes.joined(separator: ", ")))
        }
        if let window = timeline.window {
            let end = window.upperBound > window.lowerBound ? " to \(window.upperBound)" : ""
            let logs = timeline.logs.counting("log")
            lines.append(Line(text: "\(window.lowerBound)\(end) UTC, from \(logs)", emphasis: .quiet))
            if timeline.ruledOut > 0 {
                let rows = timeline.ruledOut.counting("row")
                lines.append(Line(text: "\(rows) ruled out by search indexes, and not read", emphasis: .quiet))
            }
        }
        return lines
    }

    /// What was found, in pieces of a sentence; the first names the subject.
    var counts: [String] {
        let deliveries = timeline.messages.flatMap(\.deliveries)
        let events = deliveries.flatMap(\.events)
        let odd = events.count { !$0.anomalies.isEmpty }
        let devices = Set(deliveries.map { Array($0.hwid.utf8) }).subtracting([[]]).count
        return [
            "\(timeline.subject.title):", timeline.messages.count.counting("message"),
            "on \(devices.counting("device")),",
            "\(events.count.counting("event"))\(odd > 0 ? ", \(odd.grouped) of them odd" : "")",
        ]
    }

    private func heading(_ message: TimelineMessage) -> [Line] {
        var facts = ["app \(message.app ?? "unknown"),", "platform \(message.platform.name),"]
        facts.append(message.person.map { "person \($0)" } ?? "no person named")
        return [Line(text: "\(message.code): \(message.outcome.name)", emphasis: .heading)]
            + (message.name.map { Paragraph.lines(of: $0, width: Paragraph.width - 2) } ?? [])
            .map { Line(text: "  " + $0) }
            + Paragraph.lines(of: facts).map { Line(text: "  " + $0) }
    }

    // MARK: - Deliveries

    private func lines(on delivery: TimelineDelivery, _ advised: inout Set<Reason>) -> [Line] {
        let hwid = delivery.hwid.isEmpty ? "no device named" : delivery.hwid
        let kind = delivery.failure.map { $0 == .failed ? "" : " (\($0))" } ?? ""
        var lines = [
            Line(text: "  \(hwid), \(delivery.platform.name): \(delivery.state)\(kind)", emphasis: .heading)
        ]
        let width = delivery.events.map(\.status.columns).reduce(9, max)
        for event in delivery.events {
            if let gap = event.gap, gap >= TimelineAnswer.shortestGap {
                lines.append(Line(text: "      ⋮ \(gap.asTimeTaken)", emphasis: .quiet))
            }
            lines += self.lines(on: event, statusWidth: width, &advised)
        }
        return lines
    }

    private func lines(
        on event: TimelineEvent, statusWidth: Int, _ advised: inout Set<Reason>
    ) -> [Line] {
        let time = "    \(event.time)  "
        let padding = String(repeating: " ", count: statusWidth - event.status.columns)
        let emphasis: Line.Emphasis = event.isRefusal ? .bad : .none
        var lines = TimelineAnswer.set(detail(of: event), after: time + event.status + padding + "  ", emphasis)
        // Explanations go under the status, where there is more room.
        let indent = String(repeating: " ", count: time.columns)
        for anomaly in event.anomalies {
            lines += TimelineAnswer.set(anomaly.words(event.status), after: indent + "! ", .odd)
        }
        if !event.anomalies.contains(.again) {
            if let reason = event.reason {
                let isNamed = (event.description.isEmpty ? event.status : event.description).contains(reason.name)
                let name = isNamed ? "" : reason.name + ", "
                lines += TimelineAnswer.set(name + reason.consequences, after: indent)
                if advised.insert(reason).inserted { lines += TimelineAnswer.set(reason.advice, after: indent + "→ ") }
            } else if event.isRefusal, !event.description.isEmpty {
                lines += TimelineAnswer.set("not in the catalogue of reasons", after: indent)
            }
        }
        return lines
    }

    /// Sets running text after a head on the first line, and indents the other lines as far.
    private static func set(
        _ text: String, after head: String, _ emphasis: Line.Emphasis = .none
    ) -> [Line] {
        let indent = String(repeating: " ", count: head.columns)
        let lines = Paragraph.lines(of: text, width: max(24, Paragraph.width - head.columns))
        guard let first = lines.first else {
            return [Line(text: head.trimmingEnd, emphasis: emphasis)]
        }
        return [Line(text: head + first, emphasis: emphasis)]
            + lines.dropFirst().map { Line(text: indent + $0, emphasis: emphasis) }
    }

    func detail(of event: TimelineEvent) -> String {
        guard let attempt = event.attempt, attempt > 1 else { return event.description }
        return "attempt \(attempt)" + (event.description.isEmpty ? "" : ": \(event.description)")
    }
}
