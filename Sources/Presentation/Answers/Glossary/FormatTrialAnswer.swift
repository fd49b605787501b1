import ForeignLogs
public import LogArchive
public import TrackingLog

/// The first events of a log.
public struct LogSample: Sendable {
    /// An event, column by column.
    public struct Event: Sendable, Encodable {
        var timestamp: String
        var trackingCode: String
        var targetId: String
        var hwid: String
        var status: String
        var description: String
        var appCode: String
        var payload: String

        private enum CodingKeys: String, CodingKey {
            case timestamp, hwid, status, description, payload
            case trackingCode = "tracking_code"
            case targetId = "target_id"
            case appCode = "app_code"
        }
    }

    private(set) var events: [Event] = []
    private static let maximum = 5

    /// No event yet.
    public init() {}

    /// Adds a batch's events, up to the maximum.
    public mutating func add(_ batch: EventBatch) {
        for row in batch.rows.prefix(Self.maximum - events.count) {
            var payload: [UInt8] = []
            batch.appendPayload(of: row, to: &payload)
            events.append(
                Event(
                    timestamp: row.time.rfc3339, trackingCode: batch.string(row.trackingCode),
                    targetId: batch.string(row.target), hwid: batch.string(row.hwid),
                    status: batch.string(row.statusWord), description: batch.string(row.description),
                    appCode: batch.string(row.appCode), payload: String(decoding: payload, as: UTF8.self)))
        }
    }
}

/// What files were taken for, and their first events as they were understood.
public struct FormatTrialAnswer: Answer {
    private struct Entry: Encodable {
        var path: String
        var format: String
        var title: String
        var kind: String
        var rows: Int
        var rejected: Int
        var events: [LogSample.Event]
    }

    private let logs: [Entry]

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - sources: the logs that were read.
    ///   - samples: the first events of each.
    public init(_ sources: [LogSource], _ samples: [LogSample]) {
        logs = zip(sources, samples).map { source, sample in
            Entry(
                path: source.name, format: source.format?.name ?? "tracking-log",
                title: source.format?.title ?? "Tracking log", kind: source.kind, rows: source.rows,
                rejected: source.rejected, events: sample.events)
        }
    }

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// An array of `{"path","format","title","kind","rows","rejected","events"}`.
    public var document: some Encodable { logs }

    /// A section for each log.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        for log in logs {
            var lines = [Line(text: log.path, emphasis: .heading), Line(text: "  \(log.title)")]
            for line in Paragraph.lines(of: log.kind, width: Paragraph.width - 2) {
                lines.append(Line(text: "  " + line))
            }
            let rejected = log.rejected > 0 ? ", \(log.rejected.grouped) rejected" : ""
            lines.append(Line(text: "  \(log.rows.counting("event"))\(rejected)"))
            for event in log.events {
                lines.append(Line(text: ""))
                let fields = [
                    ("time", event.timestamp), ("message", event.trackingCode), ("status", event.status),
                    ("reason", event.description), ("device", event.hwid), ("target", event.targetId),
                    ("app", event.appCode), ("payload", event.payload),
                ]
                for (name, value) in fields where !value.isEmpty {
                    let indent = 12
                    for (number, line) in Paragraph.lines(of: value, width: Paragraph.width - indent).enumerated() {
                        let head = number == 0 ? "  " + name : ""
                        lines.append(Line(text: head + String(repeating: " ", count: indent - head.count) + line))
                    }
                }
            }
            try body(Section([.lines(lines)]))
        }
    }
}
