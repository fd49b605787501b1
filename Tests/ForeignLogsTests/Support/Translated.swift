import ForeignLogs
import Testing
import TrackingLog

/// An event as strings.
struct Event: Hashable, CustomStringConvertible {
    var time: String
    var code: String
    var target = ""
    var hwid: String
    var status: String
    var reason = ""
    var app = ""
    var payload = ""

    var description: String { [time, code, target, hwid, status, reason, app, payload].joined(separator: ";") }

    /// Without what an identity lacks: target, app and payload.
    var identity: [String] { [time, code, hwid, status, reason] }
}

/// What a translator made of some records, as strings.
struct Translated {
    var events: [Event] = []
    var rejects: [String] = []
    var skipped: [String: Int] = [:]
    var sampledSuccesses = 0

    /// Translates objects, which stand in one text as in a batch.
    init(
        _ objects: [String], _ format: ForeignFormat, source: String = ""
    ) {
        let text = Array(objects.joined(separator: "\n").utf8)
        var output = ForeignOutput(decodedBase: text.count)
        var translator = ForeignTranslator(format, source: source)
        var start = 0
        for object in objects {
            let count = object.utf8.count
            translator.translate(object: text.span.extracting(start..<start + count), at: start, into: &output)
            start += count + 1
        }
        self.init(output, text)
    }

    /// Translates rows of a table. Their fields stand in the text at odd numbers of rows only.
    init(
        columns: [String], _ rows: [[String]], _ format: ForeignFormat, source: String = ""
    ) {
        let text = Array(rows.flatMap { $0 }.joined().utf8)
        var output = ForeignOutput(decodedBase: text.count)
        var translator = ForeignTranslator(format, columns: columns, source: source)
        var start = 0
        for (number, row) in rows.enumerated() {
            var ends: [Int] = []
            for field in row { ends.append((ends.last ?? 0) + field.utf8.count) }
            let count = ends.last ?? 0
            translator.translate(
                fields: text.span.extracting(start..<start + count), ends: ends, at: number % 2 == 1 ? start : nil,
                into: &output)
            start += count
        }
        self.init(output, text)
    }

    private init(_ output: ForeignOutput, _ text: [UInt8]) {
        let batch = EventBatch(text: text + output.decoded, rows: output.rows)
        events = output.rows.map { row in
            Event(
                time: row.time.description, code: batch.string(row.trackingCode), target: batch.string(row.target),
                hwid: batch.string(row.hwid), status: batch.string(row.statusWord),
                reason: batch.string(row.description), app: batch.string(row.appCode),
                payload: batch.string(row.payload))
        }
        for row in output.rows {
            let word = Array(batch.text[row.statusWord.offsets])
            #expect(row.status == Status(word.span) ?? .other)
        }
        rejects = output.rejects
        skipped = output.skipped
        sampledSuccesses = output.sampledSuccesses
    }
}

/// A known format.
func format(_ name: String) throws -> ForeignFormat { try #require(ForeignFormat.named(name)) }
