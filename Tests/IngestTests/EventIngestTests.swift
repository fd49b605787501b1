import EventStore
import Foundation
import Ingest
import LogArchive
import Synchronization
import Testing
import TrackingLog

/// Files go into a store: what is counted, what is named, what is there after a failure.
struct EventIngestTests {
    static let header = Column.header + "\n"

    static func row(_ second: Int, code: String = "T-1", status: String = "sent") -> String {
        "\"2021-04-20 13:01:\(second < 10 ? "0" : "")\(second)\";\(code);t;h;\(status);;A;\n"
    }

    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("pushtrail-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func cleanUp() { try? FileManager.default.removeItem(atPath: folder) }

    func file(_ name: String, _ text: String) throws -> LogInput {
        let path = "\(folder)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return .path(path)
    }

    func ingest(_ inputs: [LogInput], asOf: Timestamp? = nil) throws -> IngestOutcome {
        let store = try EventStore(path: folder + "/store.db", creating: true)
        return try EventIngest(into: store, asOf: asOf).run(inputs)
    }

    @Test("events are accepted once, whatever file and spelling they come in")
    func once() throws {
        defer { cleanUp() }
        let csv = try file("a.csv", Self.header + Self.row(1) + Self.row(2))
        let outcome = try ingest([csv])
        #expect(outcome.accepted == 2 && outcome.duplicates == 0 && outcome.rejected == 0)
        let again = try ingest([
            csv,
            try file(
                "b.ndjson",
                #"{"timestamp":"2021-04-20T13:01:02.5Z","tracking_code":"T-1","hwid":"h","status":"SENT","description":""}"#
                    + "\n"
                    + #"{"timestamp":"2021-04-20T13:01:03Z","tracking_code":"T-1","hwid":"h","status":"opened"}"# + "\n"
            ),
        ])
        #expect(again.accepted == 1)
        #expect(again.duplicates == 3)
    }

    @Test("an event too far ahead of the clock is rejected; the clock is the one that was named")
    func ahead() throws {
        defer { cleanUp() }
        // Rows of 2021-04-20 13:01:01 and the two seconds after.
        let csv = try file("a.csv", Self.header + Self.row(1) + Self.row(2) + Self.row(3))
        let store = try EventStore(path: folder + "/store.db", creating: true)
        let dayBefore = try #require(Timestamp("2021-04-19 13:01:02"))
        let reasons = Mutex<[String]>([])
        let outcome = try EventIngest(into: store, asOf: dayBefore, maximumHoursAhead: 24).run([csv]) { record in
            reasons.withLock { $0.append("\(record.line): \(record.reason)") }
        }
        #expect(outcome.accepted == 2 && outcome.rejected == 1)
        #expect(
            reasons.withLock { $0 } == [
                "4: the timestamp 2021-04-20 13:01:03 is more than 24 hours ahead of the clock (2021-04-19 13:01:02)"
            ])
        #expect(try EventIngest(into: store, maximumHoursAhead: 0).run([csv]).accepted == 1)
    }

    @Test("rejected records are counted, named by source and line, and given back as they stand")
    func rejects() throws {
        defer { cleanUp() }
        let received = Mutex<[RejectedRecord]>([])
        let store = try EventStore(path: folder + "/store.db", creating: true)
        let inputs = [
            try file("a.csv", Self.row(1) + "broken;row\n" + Self.row(2)), try file("b.ndjson", "{}\n{\"x\":1}\n"),
        ]
        let outcome = try EventIngest(into: store).run(inputs) { record in received.withLock { $0.append(record) } }
        #expect(outcome.accepted == 2)
        #expect(outcome.rejected == 3)
        let records = received.withLock { $0 }
        #expect(
            records.map { "\($0)" } == [
                "\(folder)/a.csv:2: 2 columns where the rows of this file have 8",
                "\(folder)/b.ndjson:1: timestamp is missing", "\(folder)/b.ndjson:2: timestamp is missing",
            ])
        #expect(
            records.map { String(decoding: $0.text, as: UTF8.self) } == ["broken;row", "{}", "{\"x\":1}"])
    }

    @Test("however many records are rejected, each is reported, in the order of the lines")
    func manyRejects() throws {
        defer { cleanUp() }
        let lines = Mutex<[Int]>([])
        let store = try EventStore(path: folder + "/store.db", creating: true)
        let input = try file("a.csv", Column.header + "\n" + String(repeating: "not a row\n", count: 300_000))
        let outcome = try EventIngest(into: store).run([input]) { record in lines.withLock { $0.append(record.line) } }
        #expect(outcome.rejected == 300_000)
        #expect(lines.withLock { $0 } == Array(2...300_001))
    }

    @Test("an unreadable input is reported, and the others are recorded")
    func unreadable() throws {
        defer { cleanUp() }
        let outcome = try ingest([
            .path(folder + "/none.csv"), try file("bad.zip", "PK\u{3}\u{4}nonsense"), try file("a.csv", Self.row(1)),
        ])
        #expect(outcome.accepted == 1)
        #expect(outcome.summary.failures.map(\.name) == [folder + "/none.csv", folder + "/bad.zip"])
    }

    @Test("when keeping the rejects fails, the run fails, and what was read before is recorded")
    func failingRejects() throws {
        defer { cleanUp() }
        struct DiskFull: Error {}
        let store = try EventStore(path: folder + "/store.db", creating: true)
        let input = try file("a.csv", Self.row(1) + "broken\n")
        #expect(throws: DiskFull.self) { try EventIngest(into: store).run([input]) { _ in throw DiskFull() } }
        let second = try file("b.csv", (0..<59).map { Self.row($0) }.joined() + "broken\n")
        #expect(throws: DiskFull.self) { try EventIngest(into: store).run([second]) { _ in throw DiskFull() } }
        let again = try EventIngest(into: store).run([second])
        #expect(again.accepted == 0 && again.duplicates == 59)
    }

    @Test("a clock that went back blocks nothing")
    func recordedTime() throws {
        defer { cleanUp() }
        let later = try #require(Timestamp("2021-05-02"))
        let earlier = try #require(Timestamp("2021-05-01"))
        #expect(try ingest([try file("a.csv", Self.row(1))], asOf: later).accepted == 1)
        #expect(try ingest([try file("b.csv", Self.row(2))], asOf: earlier).accepted == 1)
    }

    @Test("what is left out is the message's or the delivery's, in one batch or in another run")
    func leftOut() throws {
        defer { cleanUp() }
        let first =
            #"{"timestamp":"2021-04-20 13:01:01","tracking_code":"T","hwid":"h","target_id":"u","app_code":"A","status":"created","payload":{"a":1}}"#
        let second = #"{"timestamp":"2021-04-20 13:01:02","tracking_code":"T","hwid":"h","status":"sent"}"#
        #expect(try ingest([try file("a.ndjson", first + "\n" + second + "\n")]).accepted == 2)
        #expect(try ingest([try file("b.ndjson", second.replacing("sent", with: "opened") + "\n")]).accepted == 1)
    }
}
