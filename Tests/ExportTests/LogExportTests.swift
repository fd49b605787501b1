import EventStore
import Export
import Foundation
import Ingest
import LogArchive
import Synchronization
import Testing
import TrackingLog

/// Which events a log holds, to the second, and how it is written.
struct LogExportTests {
    static let asOf = Timestamp("2026-11-20T12:00:00Z") ?? .earliest
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("pushtrail-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func cleanUp() { try? FileManager.default.removeItem(atPath: folder) }

    /// A row by the seconds from as-of back to it.
    static func row(
        before seconds: Int64, _ code: String, _ status: String = "created", hwid: String = "h", app: String = "A",
        description: String = "", payload: String = ""
    ) -> [String] {
        let time = asOf.adding(seconds: -seconds).description
        return [time, code, "t", hwid, status, description, app, payload]
    }

    static func csv(_ rows: [[String]]) -> [UInt8] {
        var text: [UInt8] = []
        for row in rows {
            for (index, field) in row.enumerated() {
                CSVDialect.appendField(Array(field.utf8).span, to: &text)
                text.append(index == 7 ? UInt8(ascii: "\n") : CSVDialect.separator)
            }
        }
        return text
    }

    func store(_ rows: [[String]]) throws -> EventStore {
        let store = try EventStore(path: folder + "/store.db", creating: true)
        let file = folder + "/in.csv"
        try Data(Self.csv(rows)).write(to: URL(fileURLWithPath: file))
        let outcome = try EventIngest(into: store).run([.path(file)])
        try #require(outcome.accepted == rows.count)
        return store
    }

    /// The rows of the log of a request.
    func export(_ store: EventStore, date: Day? = nil, asOf: Timestamp = asOf, app: String? = nil) throws -> [[String]]
    {
        let path = folder + "/out.zip"
        let request = try LogRequest(asOf: asOf, date: date, apps: app.map { [$0] })
        let exported = try LogExport(of: store).write(request, to: path)
        var rows: [[String]] = []
        var options = ReadingOptions()
        options.decodesPayloads = true
        let summary = try LogReader(options: options).read([.path(path)], into: &rows) { rows, batch, _ in
            rows += batch.rows.map { row in
                [row.time.description]
                    + [
                        row.trackingCode, row.target, row.hwid, row.statusWord, row.description, row.appCode,
                        row.payload,
                    ].map(batch.string)
            }
        }
        #expect(summary.failures.isEmpty)
        #expect(rows.count == exported.rows)
        return rows
    }

    @Test("a message created exactly 336 hours before is inside, one second earlier it is outside")
    func windowStart() throws {
        defer { cleanUp() }
        let edge = LogRequest.windowLength
        let store = try store([
            Self.row(before: edge, "in"), Self.row(before: edge + 1, "out"), Self.row(before: 5, "out", "opened"),
            Self.row(before: 0, "end"), Self.row(before: -1, "after"),
        ])
        #expect(try export(store).map { $0[1] } == ["in", "end"])
    }

    @Test("a message is created when its created event says, else at its earliest event")
    func creation() throws {
        defer { cleanUp() }
        let edge = LogRequest.windowLength
        let store = try store([
            Self.row(before: edge + 60, "late-created", "sent"), Self.row(before: edge - 60, "late-created"),
            Self.row(before: edge + 60, "never-created", "sent"), Self.row(before: 10, "never-created", "opened"),
            Self.row(before: edge - 60, "sent-first", "sent"),
        ])
        #expect(try export(store).map { $0[1] } == ["late-created", "late-created", "sent-first"])
    }

    @Test("a date picks events by their own day, of messages created inside the window on any day")
    func date() throws {
        defer { cleanUp() }
        let day = Self.asOf.day.adding(days: -2)
        let noon: Int64 = 2 * 86_400
        let store = try store([
            Self.row(before: 5 * 86_400, "old"), Self.row(before: noon + 43_200, "old", "sent"),
            Self.row(before: noon + 43_201, "old", "opened"), Self.row(before: noon - 43_199, "old", "received"),
            Self.row(before: noon - 43_200, "old", "converted"), Self.row(before: noon, "new"),
            Self.row(before: 20 * 86_400, "gone"), Self.row(before: noon + 1, "gone", "opened"),
        ])
        #expect(
            try export(store, date: day).map { "\($0[1]) \($0[4])" } == ["old sent", "new created", "old received"])
    }

    @Test(
        "a date has to be a day that the window touches",
        arguments: [(-14, true), (-15, false), (0, true), (1, false)])
    func dateInWindow(days: Int64, isInside: Bool) {
        let date = Self.asOf.day.adding(days: days)
        if isInside {
            #expect(throws: Never.self) { try LogRequest(asOf: Self.asOf, date: date) }
        } else {
            #expect(throws: RequestError.self) { try LogRequest(asOf: Self.asOf, date: date) }
        }
    }

    @Test("rows come in the order of time, and within a second in the order of recording")
    func order() throws {
        defer { cleanUp() }
        let rows = (0..<500).map {
            Self.row(before: Int64(($0 * 7) % 5), "T-\(499 - $0)", "s\($0 % 3)", hwid: "h\($0 % 7)")
        }
        let store = try store(rows)
        let expected = rows.enumerated()
            .sorted { ($0.element[0], $0.offset) < ($1.element[0], $1.offset) }.map(\.element)
        #expect(try export(store) == expected)
    }

    @Test("rows come back field for field, also those that differ from the others of their delivery")
    func fieldForField() throws {
        defer { cleanUp() }
        let rows = [
            Self.row(before: 9, "T", "Created", payload: #"{"a":1}"#), Self.row(before: 8, "T", "SENT", payload: ""),
            Self.row(before: 7, "T", "failed", app: "", description: "a;\"b\"\nc", payload: #"{"a":2}"#),
            Self.row(before: 6, "T", "failed", app: "B", description: "\\", payload: "text"),
            ["\(Self.asOf.adding(seconds: -5))", "T", "", "", "odd status", "", "", ""],
        ]
        #expect(try export(try store(rows)) == rows)
    }

    @Test("an app's log holds its events alone")
    func app() throws {
        defer { cleanUp() }
        let store = try store([
            Self.row(before: 3, "a", app: "A"), Self.row(before: 2, "b", app: "B"),
            Self.row(before: 1, "a", "sent", app: "B"),
        ])
        #expect(try export(store, app: "B").map { $0[1] } == ["b", "a"])
        #expect(try export(store, app: "none").isEmpty)
    }

    @Test("the same store gives the same bytes, and the entry is named for its days")
    func sameBytes() throws {
        defer { cleanUp() }
        let store = try store((0..<40_000).map { Self.row(before: Int64($0), "T-\($0 % 9000)", hwid: "h\($0 % 3)") })
        let request = try LogRequest(asOf: Self.asOf)
        #expect(request.entryName == "tracking-log-2026-11-06_2026-11-20.csv")
        #expect(try LogRequest(asOf: Self.asOf, date: Self.asOf.day).entryName == "tracking-log-2026-11-20.csv")
        _ = try LogExport(of: store).write(request, to: folder + "/a.zip")
        _ = try LogExport(of: store).write(request, to: folder + "/b.zip")
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: folder + "/a.zip"))
                == Data(contentsOf: URL(fileURLWithPath: folder + "/b.zip")))
    }

    @Test("what is recorded while a log is written is not in it, and does no harm")
    func recordingMeanwhile() throws {
        defer { cleanUp() }
        let store = try store((0..<30_000).map { Self.row(before: Int64($0), "T-\($0)") })
        let other = try EventStore(path: folder + "/store.db")
        let file = folder + "/more.csv"
        try Data(Self.csv([Self.row(before: 40_000, "first"), Self.row(before: 0, "last")])).write(
            to: URL(fileURLWithPath: file))
        let request = try LogRequest(asOf: Self.asOf)
        let hasRecorded = Mutex(false)
        let exported = try LogExport(of: store).write(request, to: folder + "/out.zip") { _ in
            hasRecorded.withLock { done in
                if !done { done = ((try? EventIngest(into: other).run([.path(file)]).accepted) ?? 0) == 2 }
            }
        }
        #expect(hasRecorded.withLock { $0 })
        #expect(exported.rows == 30_000)
        #expect(try LogExport(of: store).write(request, to: folder + "/out.zip").rows == 30_002)
    }
}
