import Foundation
import TrackingLog

@testable import EventStore

/// A folder that is gone with its test.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("pushtrail-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var storePath: String { path + "/store.db" }

    /// The folder's store, opened again.
    func store() throws -> EventStore { try EventStore(path: storePath, creating: true) }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

extension EventStore {
    /// The first column that a query returns, as numbers.
    func numbers(_ sql: String) throws -> [Int64] { try column(sql) { $0.integer(.value) } }

    /// The first column that a query returns, as texts.
    func texts(_ sql: String) throws -> [String] { try column(sql) { $0.string(.value) } }

    func execute(_ sql: String) throws { try write { database in try PreparedStatement(database, sql).run() } }

    private func column<Value>(_ sql: String, _ value: (QueryRow<OnlyColumn>) -> Value) throws -> [Value] {
        try read { database in
            let query = try ValueQuery(database, sql: sql)
            defer { query.reset() }
            var values: [Value] = []
            while let row = try query.next() { values.append(value(row)) }
            return values
        }
    }
}

/// A row as tests write it; nil is a column that the record leaves out.
struct Line {
    var time: Int64
    var code = "T1"
    var target: String? = "user"
    var hwid = "H1"
    var status = "sent"
    var description = ""
    var app: String? = "A"
    var payload: String? = "{}"
    /// Whether the payload's quotes are doubled.
    var isEscaped = false
}

extension EventBatch {
    init(_ lines: [Line]) {
        self.init()
        for line in lines {
            var missing: EventRow.Missing = []
            if line.target == nil { missing.insert(.target) }
            if line.app == nil { missing.insert(.appCode) }
            if line.payload == nil { missing.insert(.payload) }
            let payload = line.payload ?? ""
            rows.append(
                EventRow(
                    time: Timestamp(secondsSince1970: line.time),
                    status: Status(Array(line.status.utf8).span) ?? .other, missing: missing,
                    isPayloadEscaped: line.isEscaped, trackingCode: append(line.code),
                    target: append(line.target ?? ""), hwid: append(line.hwid), statusWord: append(line.status),
                    description: append(line.description), appCode: append(line.app ?? ""),
                    payload: append(
                        line.isEscaped ? payload.replacingOccurrences(of: "\"", with: "\"\"") : payload)))
        }
    }

    private mutating func append(_ string: String) -> TextRange {
        defer { text.append(contentsOf: Array(string.utf8)) }
        return TextRange(start: text.count, count: string.utf8.count)
    }
}

extension Recorder {
    @discardableResult
    func record(_ lines: [Line]) throws -> Recording { try record([EventBatch(lines)]) }
}

extension EventStore {
    /// All events in the order of a log: time, code, target, hwid, status, description, app and payload, by `|`.
    func rows() throws -> [String] {
        try texts(
            """
            SELECT event.time || '|' || message.code || '|' || target.text || '|' || device.text || '|' || word || '|'
                || description || '|' || app.code || '|' || body
            FROM event
                JOIN message ON message.id = event.message
                JOIN delivery USING (message, device)
                JOIN identifier AS device ON device.id = event.device
                JOIN identifier AS target ON target.id = ifnull(event.target, delivery.target)
                JOIN app ON app.id = message.app
                JOIN payload ON payload.id = ifnull(event.payload, delivery.payload)
                JOIN outcome ON outcome.id = ifnull(spelling, outcome)
            ORDER BY event.time, seq
            """)
    }

    /// Whether the events are numbered 1, 2, 3 …, and the store knows the last.
    func isNumberedWithoutGaps() throws -> Bool {
        let seqs = try numbers("SELECT seq FROM event ORDER BY seq")
        return try seqs.elementsEqual(1..<Int64(seqs.count) + 1)
            && numbers("SELECT last_seq FROM store") == [Int64(seqs.count)]
    }

    /// Seals every night that is not sealed yet, through a day.
    @discardableResult
    func seal(through day: Day) throws -> [SealedNight] {
        var nights: [SealedNight] = []
        while let next = try nextNight(), next <= day { nights.append(try seal(next)) }
        return nights
    }

    /// The night and number of each event, in the order of recording.
    func nights() throws -> [String] {
        try texts(
            "SELECT date(ifnull(night, time / 86400) * 86400, 'unixepoch') || ' ' || seq FROM event ORDER BY seq")
    }
}

/// A moment to count from.
let noon = Timestamp("2026-11-20 12:00:00") ?? .earliest
