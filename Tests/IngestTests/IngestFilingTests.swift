import Durability
import EventStore
import Foundation
import Ingest
import LogArchive
import Testing
import TrackingLog

@Suite("Files of an ingest are moved out of the next run's way")
struct IngestFilingTests {
    private let folder: String
    private let row = #"{"timestamp":"2026-11-19T08:00:00Z","tracking_code":"T-1","hwid":"h","status":"sent"}"# + "\n"
    private let letter = "Dear all,\nhere it is.\nRegards\n"
    private let now = Timestamp(secondsSince1970: 1_795_000_000)

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("pushtrail-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/in", withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/in/\(name)"))
    }

    /// Ingests all of `in`, and moves its files.
    private func run(meanwhile: () throws -> Void = {}) throws -> [IngestFiling.Filed] {
        let inputs = [LogInput.path(folder + "/in")]
        let filing = IngestFiling(
            of: inputs, done: try FilingFolder(folder + "/done/", outside: inputs, now: now),
            quarantine: try FilingFolder(folder + "/damaged", outside: inputs, now: now))
        let store = try EventStore(path: folder + "/store.db", creating: true)
        let outcome = try EventIngest(into: store).run(inputs)
        try meanwhile()
        return filing.move(after: outcome.summary)
    }

    private func names(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)").sorted()
    }

    @Test("two runs in one second replace nothing, neither files nor reasons")
    func oneSecond() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for _ in 1...2 {
            try write("a.ndjson", row)
            try write("b.csv", letter)
            let filed = try run()
            #expect(filed.map(\.isDamaged) == [true, false])
            #expect(try names("in") == [])
        }
        let time = "2026-11-18T110640Z"
        #expect(try names("done") == ["\(time)-2-a.ndjson", "\(time)-a.ndjson"])
        #expect(
            try names("damaged") == [
                "\(time)-2-b.csv", "\(time)-2-b.csv.reason", "\(time)-b.csv", "\(time)-b.csv.reason",
            ])
    }

    @Test("a file that was replaced while the rest was read, and a link, stay")
    func replaced() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write("a.ndjson", row)
        try Data(row.utf8).write(to: URL(fileURLWithPath: folder + "/elsewhere.ndjson"))
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/in/link.ndjson", withDestinationPath: folder + "/elsewhere.ndjson")
        let filed = try run {
            try FileManager.default.moveItem(atPath: folder + "/in/a.ndjson", toPath: folder + "/old")
            try write("a.ndjson", row + row)
        }
        #expect(filed.isEmpty)
        #expect(try names("in") == ["a.ndjson", "link.ndjson"])
    }

    @Test("one that cannot be moved is reported, and the others are moved; a long name is cut")
    func failures() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let long = String(repeating: "x", count: 240) + ".ndjson"
        try write(long, row)
        try write("a.ndjson", row)
        let filed = try run()
        #expect(filed.allSatisfy { (try? $0.result.get()) != nil })
        #expect(try names("done").allSatisfy { $0.utf8.count <= 255 && $0.hasSuffix(".ndjson") })
        try write("b.ndjson", row)
        try FileManager.default.removeItem(atPath: folder + "/done")
        let inputs = [LogInput.path(folder + "/in")]
        let done = try FilingFolder(folder + "/done", outside: inputs, now: now)
        let filing = IngestFiling(of: inputs, done: done, quarantine: nil)
        try FileManager.default.removeItem(atPath: folder + "/done")
        let outcome = try EventIngest(into: EventStore(path: folder + "/store.db", creating: true)).run(inputs)
        let lost = filing.move(after: outcome.summary)
        #expect(lost.count == 1 && (try? lost[0].result.get()) == nil)
        #expect(try names("in") == ["b.ndjson"])
    }

    @Test("a folder that is read is refused, under any name", arguments: ["in", "in/", "in/aside", "in/aside/"])
    func within(name: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(throws: FilingError.self) {
            try FilingFolder("\(folder)/\(name)", outside: [.path(folder + "/in")], now: now)
        }
        #expect(throws: FilingError.self) {
            try FilingFolder(folder + "/in/", outside: [.path(folder + "/in/a.csv")], now: now)
        }
        #expect(try names("in") == [])
    }

    @Test("what only the store rejects is kept as it was written, in CSV over several lines too")
    func rejects() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let late = "2999-01-01 00:00:00;T;t;h;sent;;A;\"{\"\"a\"\":\n1}\""
        try write("a.csv", "2026-11-19 08:00:00;T;t;h;sent;;A;\n\(late)\n2026-11-19 08:00:01;T;t;h;sent;;A;\n")
        // The last line has no line end, and an escape that is undone behind the text.
        let last = row.replacing("2026", with: "2999").replacing("T-1", with: #"T-\u0031"#).dropLast()
        try write("b.ndjson", row + last)
        let records = RejectLog()
        _ = try EventIngest(into: EventStore(path: folder + "/store.db", creating: true), maximumHoursAhead: 24)
            .run([.path(folder + "/in")]) { records.add($0) }
        #expect(records.texts == [late, String(last)])
    }
}

/// Rejected records, as they come.
private final class RejectLog: @unchecked Sendable {
    private(set) var texts: [String] = []

    /// Called for one record at a time.
    func add(_ record: RejectedRecord) { texts.append(String(decoding: record.text, as: UTF8.self)) }
}
