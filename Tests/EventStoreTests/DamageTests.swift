import Foundation
import Testing
import TrackingLog

@testable import EventStore

@Suite("A damaged store is noticed before what it holds is used")
struct DamageTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let lines = (0..<1500).map(line)

    private static func line(_ number: Int) -> Line {
        let message = number / 3
        var line = Line(time: noon.secondsSince1970 - 86_400 + Int64(number) * 40)
        line.code = "T\(message)"
        line.target = "user-\(number % 200)"
        line.hwid = "H\(number % 90)"
        line.status = ["created", "sent", "delivered"][number % 3]
        line.description = number % 7 == 0 ? "Success" : ""
        line.app = message % 2 == 0 ? "A" : "B"
        line.payload = "{\"n\":\(message),\"aps\":{\"alert\":\"Hello\"}}"
        return line
    }

    /// A closed store of some events, as its file's bytes.
    private func recorded() throws -> [UInt8] {
        try Recorder(scratch.store(), asOf: noon).record(Self.lines)
        return Array(try Data(contentsOf: URL(filePath: scratch.storePath)))
    }

    /// The rows of an export of the store; nil where it is refused.
    private func rows(_ selection: EventSelection = .everything) throws -> [String]? {
        do {
            var rows: [String] = []
            try EventStore(path: scratch.storePath).readEvents(selection, into: &rows) { _, batch in
                batch.rows.map { row in
                    [row.trackingCode, row.target, row.hwid, row.statusWord, row.description, row.appCode, row.payload]
                        .map(batch.string).joined(separator: "|") + "|\(row.time)"
                }
            } consume: {
                $0 += $1
            }
            return rows
        } catch is StoreError {
            return nil
        }
    }

    private func write(_ bytes: [UInt8]) throws {
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: scratch.storePath + suffix) }
        try Data(bytes).write(to: URL(filePath: scratch.storePath))
    }

    @Test("whatever is damaged where in the file, an export is the same or is refused", arguments: 0..<4)
    func random(kind: Int) throws {
        let sound = try recorded()
        let whole = try #require(try rows())
        #expect(whole.count == Self.lines.count)
        let page = 4096
        var random = SplitMix(seed: UInt64(kind) + 1)
        var refused = 0
        for round in 0..<40 {
            var bytes = sound
            let place = 100 + Int(random.next() % UInt64(bytes.count - 200))
            let start = place / page * page
            switch kind {
            case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
            case 1: for offset in 0..<16 { bytes[place + offset] = UInt8(truncatingIfNeeded: random.next()) }
            case 2: bytes.replaceSubrange(start..<start + page, with: repeatElement(0, count: page))
            default:
                let other = Int(random.next() % UInt64(bytes.count / page)) * page
                bytes.replaceSubrange(start..<start + page, with: sound[other..<other + page])
                bytes.replaceSubrange(other..<other + page, with: sound[start..<start + page])
            }
            try write(bytes)
            let read = try rows()
            #expect(read == nil || read == whole, "kind \(kind), round \(round), byte \(place)")
            if read == nil { refused += 1 }
        }
        #expect(refused > 0)
    }

    @Test(
        "a row that was changed, added or lost is noticed, with its day, and a check says so",
        arguments: [
            "DELETE FROM event WHERE time = (SELECT max(time) FROM event)",
            "UPDATE event SET seq = seq + 1 WHERE time = (SELECT max(time) FROM event)",
            "UPDATE event SET night = 5 WHERE time = (SELECT max(time) FROM event)",
            "UPDATE event SET payload = 3 WHERE time = (SELECT max(time) FROM event)",
            "UPDATE OR REPLACE event SET message = message - 1",
            "UPDATE delivery SET target = target + 1 WHERE message = 7",
            "UPDATE delivery SET payload = 1 WHERE message = 7",
            "UPDATE message SET code = 'T9999' WHERE id = 7",
            "UPDATE message SET created = created - 86400000 WHERE id = 7",
            "UPDATE message SET app = 3 - app WHERE id = 7",
            "UPDATE identifier SET text = 'user-6' WHERE text = 'user-5'",
            "UPDATE payload SET body = '{}' WHERE id = 7",
            "UPDATE outcome SET description = 'success' WHERE description = 'Success'",
            "UPDATE app SET code = 'C' WHERE code = 'A'",
            "UPDATE event_sum SET events = events + 1",
            "DELETE FROM event_sum",
        ])
    func changed(sql: String) throws {
        _ = try recorded()
        let store = try scratch.store()
        #expect(try store.check() == [])
        try store.execute(sql)
        #expect(try rows() == nil)
        #expect(try !store.check().isEmpty)
    }

    @Test("an export of one day is not kept from the others' rows; the error names the day")
    func days() throws {
        _ = try recorded()
        let store = try scratch.store()
        let day = noon.day.adding(days: -1)
        try store.execute("DELETE FROM event WHERE time = \(Self.lines[0].time)")
        var selection = EventSelection.everything
        selection.days = noon.day...noon.day
        #expect(try rows(selection)?.isEmpty == false)
        selection.days = day...day
        let error = try #require(throws: StoreError.self) { try store.checkEvents(day...day) }
        guard case .damaged(_, let detail) = error else { throw error }
        #expect(detail.contains("events of \(day) were recorded, and"))
        #expect(try store.check().map(\.day) == [day])
    }

    @Test("nothing is pruned from damaged days, and nothing recorded on top of a damaged message")
    func stopped() throws {
        _ = try recorded()
        let store = try scratch.store()
        try store.seal(through: noon.day)
        try store.execute("UPDATE message SET created = created + 1 WHERE id = 7")
        let pruning = Pruning(of: store, before: noon.adding(seconds: 86_400).day.start, grace: .zero)
        #expect(throws: StoreError.self) { try pruning.run(losing: pruning.nights()) }
        #expect(try store.numbers("SELECT count(*) FROM event") == [Int64(Self.lines.count)])
        #expect(throws: StoreError.self) {
            try Recorder(store, asOf: noon).record([Line(time: noon.secondsSince1970, code: "T6", hwid: "new")])
        }
    }
}
