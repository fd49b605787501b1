import Synchronization
import Testing
import TrackingLog

@testable import EventStore

@Suite("A store is pruned")
struct PruningTests {
    let scratch: Scratch
    let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    private func record(_ lines: [Line], days: Int = 0) throws {
        try Recorder(store, asOf: noon.adding(seconds: Int64(days) * 86_400)).record(lines)
    }

    /// Seals the nights through noon's and some days more, and prunes.
    @discardableResult
    private func prune(before time: Int64, sealing days: Int64? = 0) throws -> PrunedRows {
        if let days { try store.seal(through: noon.day.adding(days: days)) }
        let pruning = Pruning(of: store, before: Timestamp(secondsSince1970: time), grace: .zero)
        return try pruning.run(losing: try pruning.nights())
    }

    /// The number of rows that refer to missing rows, and of texts that cannot be found by their digests.
    private func danglingRows() throws -> [Int64] {
        let texts = """
            SELECT target AS id FROM delivery UNION SELECT device FROM delivery UNION SELECT device FROM event
            UNION SELECT target FROM event WHERE target IS NOT NULL UNION SELECT target FROM message
            """
        let payloads = "SELECT payload AS id FROM delivery UNION SELECT payload FROM event WHERE payload IS NOT NULL"
        return try [
            "event LEFT JOIN delivery USING (message, device) WHERE delivery.message IS NULL",
            "event LEFT JOIN message ON message.id = event.message WHERE message.id IS NULL",
            "(\(texts)) WHERE id NOT IN (SELECT id FROM identifier)",
            "(\(payloads)) WHERE id NOT IN (SELECT id FROM payload)",
            Self.unmatched("identifier"), Self.unmatched("payload"),
        ].flatMap { try store.numbers("SELECT count(*) FROM \($0)") }
    }

    /// Digests without a text, and texts without a digest.
    private static func unmatched(_ table: String) -> String {
        let digests = "SELECT id FROM \(table)_digest UNION SELECT id FROM latest_\(table)_digest"
        return "(\(digests)) AS digest FULL JOIN \(table) USING (id) WHERE id > 0"
            + " AND (digest.id IS NULL OR \(table).id IS NULL)"
    }

    private let whole = [Int64](repeating: 0, count: 6)

    @Test("of old events and whatever only they needed; a message's code and creation stay")
    func old() throws {
        try record([
            Line(time: 10, status: "created", payload: "{\"a\":1}"), Line(time: 11),
            Line(time: 12, code: "T2", target: "user 2", hwid: "H2", status: "created", payload: "{\"a\":2}"),
            Line(time: 200, code: "T3", target: "user 3", hwid: "H2", status: "created", payload: "{\"a\":3}"),
        ])
        let removed = try prune(before: 100)
        #expect(removed.events == 3 && removed.deliveries == 2)
        // H1, "user", "user 2" and three payloads; H2 is needed by T3.
        #expect(removed.texts == 6)
        #expect(try store.rows() == ["200|T3|user 3|H2|created||A|{\"a\":3}"])
        #expect(try store.texts("SELECT code FROM message ORDER BY id") == ["T1", "T2", "T3"])
        #expect(try store.numbers("SELECT created FROM message ORDER BY id") == [10, 12, 200])
        #expect(try danglingRows() == whole)
        #expect(try store.status().prunedBefore == Timestamp(secondsSince1970: 100))
        // A second time there is nothing to remove.
        #expect(try prune(before: 100, sealing: nil) == PrunedRows(before: Timestamp(secondsSince1970: 100)))
    }

    @Test("but not of what is not sealed, or of a message created late enough, or of events that happened late enough")
    func kept() throws {
        try record([
            Line(time: 10, status: "created"), Line(time: 150, status: "opened"),
            Line(time: 90, code: "T2", status: "sent"), Line(time: 110, code: "T2", status: "created"),
        ])
        try store.seal(through: noon.day)
        try record([Line(time: 20, code: "T3", status: "created")], days: 1)
        #expect(try prune(before: 100).events == 1)
        let rows = try store.rows().map { $0.split(separator: "|").prefix(2).joined(separator: "|") }
        #expect(rows == ["20|T3", "90|T2", "110|T2", "150|T1"])
        #expect(try danglingRows() == whole)
        // Once it is sealed, it goes.
        #expect(try prune(before: 100, sealing: 1).events == 1)
        #expect(try danglingRows() == whole)
    }

    @Test("and names the nights whose archives have to be whole before")
    func nights() throws {
        try record([Line(time: 10, status: "created")])
        try store.seal(through: noon.day)
        try record([Line(time: 200, code: "T2", status: "created")], days: 1)
        try store.seal(through: noon.day.adding(days: 1))
        try record([Line(time: 11, status: "opened")], days: 2)
        try store.seal(through: noon.day.adding(days: 2))
        let pruning = Pruning(of: store, before: Timestamp(secondsSince1970: 100), grace: .zero)
        let nights = try pruning.nights()
        // What is older than two weeks when the first of all is recorded belongs to the first night there is.
        #expect(nights.map(\.day) == [noon.day.adding(days: -14), noon.day.adding(days: 2)])
        // Not from one that was not looked at.
        #expect(throws: StoreError.self) { try pruning.run(losing: [nights[0]]) }
        #expect(try store.rows().count == 3)
        #expect(try pruning.run(losing: nights).events == 2)
    }

    @Test("and takes no event any more that may have been among the pruned ones")
    func refusal() throws {
        try record([Line(time: 10, status: "created")])
        try prune(before: 100)
        let recorder = Recorder(store, asOf: noon.adding(seconds: 86_400))
        let lines = [Line(time: 10, status: "created"), Line(time: 100, status: "opened")]
        let refused = try recorder.add(EventBatch(lines))
        #expect(refused.map(\.row) == [0])
        #expect(refused.first?.reason.contains("older events were pruned") == true)
        #expect(try recorder.commit() == Recording(accepted: 1, duplicates: 0))
        // It still belongs to a message created long ago.
        #expect(try store.numbers("SELECT created FROM message") == [10])
        #expect(try danglingRows() == whole)
    }

    @Test("and a recorder does not go on with what it remembers of rows that are gone")
    func remembered() throws {
        let line = Line(time: 150, code: "T2", target: "x", hwid: "H5", status: "created", payload: "[5]")
        var next = line
        (next.time, next.status) = (300, "sent")
        try record([line])
        // It remembers what it was given, although nothing of it was new.
        let recorder = Recorder(store, asOf: noon.adding(seconds: 86_400))
        #expect(try recorder.record([line]).duplicates == 1)
        // And this it drafts by what it remembers, before the rows go.
        try recorder.add(EventBatch([next]))
        try record([Line(time: 301, code: "T3", hwid: "H6", status: "created", payload: "[6]")])
        try prune(before: 200)
        #expect(throws: StoreError.prunedMeanwhile) { try recorder.commit() }
        #expect(try recorder.record([next]).accepted == 1)
        #expect(try store.rows() == ["300|T2|x|H5|sent||A|[5]", "301|T3|user|H6|created||A|[6]"])
        #expect(try danglingRows() == whole)
        // The numbers of what is gone are not given again.
        #expect(try store.numbers("SELECT id FROM payload ORDER BY id") == [0, 2, 3])
    }

    /// Some of the lines, as events of later times.
    private static func again(_ lines: [Line], round: Int) -> [Line] {
        (0..<40).map { number in
            var line = lines[(round * 37 + number * 71) % lines.count]
            line.time = Int64(10_000 + round * 40 + number)
            return line
        }
    }

    @Test("while others record and read, and nothing that they need is lost")
    func concurrent() async throws {
        let lines = (0..<3000).map { number in
            var line = Line(time: Int64(number), code: "T\(number / 3)", hwid: "h\(number % 500)")
            line.target = "u\(number % 700)"
            line.status = number % 3 == 0 ? "created" : "sent"
            line.description = "\(number % 3)"
            line.payload = "{\"n\":\(number / 3)}"
            return line
        }
        try record(lines)
        try store.seal(through: noon.day)
        let end = End()
        let path = scratch.storePath
        let recorded = noon.adding(seconds: 86_400)
        async let recording: Int = Task.detached {
            let recorder = Recorder(try EventStore(path: path), asOf: recorded)
            var count = 0
            var round = 0
            while !end.isReached || round < 20 {
                // Old messages, devices and texts come up again, some of them while they are being removed.
                let some = Self.again(lines, round: round)
                do {
                    count += try recorder.record(some).accepted
                } catch StoreError.prunedMeanwhile {
                    count += try recorder.record(some).accepted
                }
                round += 1
            }
            return count
        }.value
        async let reading: Void = Task.detached {
            let store = try EventStore(path: path)
            while !end.isReached {
                var rows = 0
                try store.readEvents(EventSelection(created: .earliest ... .latest), into: &rows) { _, batch in
                    batch.rows.count
                } consume: {
                    $0 += $1
                }
            }
        }.value
        var removed = 0
        for before in stride(from: Int64(300), through: 3000, by: 300) {
            removed += try prune(before: before, sealing: nil).events
        }
        end.reach()
        try await reading
        let accepted = try await recording
        #expect(removed == 3000)
        #expect(try danglingRows() == whole)
        #expect(try store.rows().count == accepted)
        #expect(try store.numbers("SELECT count(*) FROM touched") == [0])
        #expect(try store.numbers("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'") == [0])
    }

    @Test("and a part whose rows were all refused meanwhile still has a result")
    func refusedPart() throws {
        try store.execute("UPDATE pruning SET stage = 2, before = 40")
        let recorder = Recorder(store, asOf: noon)
        try recorder.addPart(EventBatch([Line(time: 10)]))
        try recorder.addPart(EventBatch([Line(time: 50)]))
        let parts = try recorder.commitParts()
        #expect(parts.map(\.refused.count) == [1, 0])
        #expect(parts.map(\.recording.accepted) == [0, 1])
    }

    @Test("and goes on where one was stopped")
    func stopped() throws {
        let lines = (0..<50).map { number in
            Line(time: Int64(number), code: "T\(number)", hwid: "H\(number)", status: "created", payload: "[\(number)]")
        }
        try record(lines)
        try store.seal(through: noon.day)
        // What a process leaves that dies between two of its transactions: some events are gone, nothing else.
        try store.execute("UPDATE pruning SET stage = 2, before = 40")
        try store.execute("DELETE FROM event WHERE time < 20")
        try record([Line(time: 60, code: "T10", hwid: "H10", status: "opened", payload: "[10]")], days: 1)
        let removed = try prune(before: 40, sealing: nil)
        #expect(removed.events == 20 && removed.deliveries == 39)
        #expect(try store.rows().count == 11)
        #expect(try danglingRows() == whole)
    }
}

/// When something is over, as several tasks see it.
private final class End: Sendable {
    private let state = Mutex(false)

    var isReached: Bool { state.withLock { $0 } }

    func reach() { state.withLock { $0 = true } }
}
