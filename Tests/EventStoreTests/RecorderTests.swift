import Foundation
import Testing
import TrackingLog

@testable import EventStore

@Suite("Events are recorded once, as they were, in their order")
struct RecorderTests {
    let scratch: Scratch
    let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    @Test("the same event twice is one, also in one batch and in another case; the first spelling stays")
    func duplicates() throws {
        let recorder = Recorder(store)
        let first = try recorder.record([
            Line(time: 10, status: "SENT"), Line(time: 10, status: "sent"), Line(time: 11, status: "sent"),
        ])
        #expect(first == Recording(accepted: 2, duplicates: 1))
        #expect(try recorder.record([Line(time: 10, status: "Sent")]) == Recording(accepted: 0, duplicates: 1))
        #expect(try Recorder(store).record([Line(time: 11)]) == Recording(accepted: 0, duplicates: 1))
        #expect(try store.rows() == ["10|T1|user|H1|SENT||A|{}", "11|T1|user|H1|sent||A|{}"])
    }

    @Test("opened, clicked and click are one status; the word that came first stays")
    func clicks() throws {
        let recorder = Recorder(store)
        let first = try recorder.record([
            Line(time: 10, status: "Clicked"), Line(time: 10, status: "opened"), Line(time: 11, status: "opened"),
        ])
        #expect(first == Recording(accepted: 2, duplicates: 1))
        #expect(try recorder.record([Line(time: 11, status: "click")]) == Recording(accepted: 0, duplicates: 1))
        #expect(try Recorder(store).record([Line(time: 12, status: "clicked")]).accepted == 1)
        #expect(
            try store.rows() == [
                "10|T1|user|H1|Clicked||A|{}", "11|T1|user|H1|opened||A|{}", "12|T1|user|H1|clicked||A|{}",
            ])
    }

    @Test(
        "what differs in any part of its identity is another event",
        arguments: [
            Line(time: 11), Line(time: 10, code: "T2"), Line(time: 10, hwid: "H2"), Line(time: 10, status: "failed"),
            Line(time: 10, description: "x"),
        ])
    func identity(other: Line) throws {
        #expect(try Recorder(store).record([Line(time: 10), other]).accepted == 2)
    }

    @Test("an event whose target or payload differ is the same event, and leaves nothing behind")
    func sameEventOtherTexts() throws {
        let recorder = Recorder(store)
        try recorder.record([Line(time: 10)])
        let again = try recorder.record([Line(time: 10, target: "other", payload: "{\"new\":1}")])
        #expect(again.duplicates == 1)
        #expect(try store.rows() == ["10|T1|user|H1|sent||A|{}"])
        #expect(try store.texts("SELECT body FROM payload ORDER BY id") == ["", "{}"])
        #expect(try store.texts("SELECT text FROM identifier ORDER BY id") == ["", "H1", "user"])
    }

    @Test("rows of a delivery may differ in target, app and payload; each comes back as it was")
    func deviations() throws {
        let lines = [
            Line(time: 1, payload: "{\"a\":1}"), Line(time: 2, target: "", payload: ""),
            Line(time: 3, app: "B", payload: "{\"a\":1}"),
            Line(time: 4, target: "other", app: "", payload: "{\"a\":2}"),
            Line(time: 5, payload: "{\"a\":1}"),
        ]
        for line in lines { try Recorder(store).record([line]) }
        #expect(
            try store.rows() == [
                "1|T1|user|H1|sent||A|{\"a\":1}", "2|T1||H1|sent||A|", "3|T1|user|H1|sent||B|{\"a\":1}",
                "4|T1|other|H1|sent|||{\"a\":2}", "5|T1|user|H1|sent||A|{\"a\":1}",
            ])
    }

    @Test("duplicates among new events leave no gap in the numbers, and the order stays")
    func gaps() throws {
        let recorder = Recorder(store)
        let all = (0..<1000).map { Line(time: 5, code: "T\($0 * 7919 % 1000)") }
        try recorder.record(all.enumerated().filter { $0.offset % 3 == 1 }.map(\.element))
        let second = try recorder.record(all + all.prefix(10))
        #expect(second == Recording(accepted: 667, duplicates: 343))
        #expect(try store.isNumberedWithoutGaps())
        let expected =
            all.enumerated().filter { $0.offset % 3 == 1 }.map(\.element.code)
            + all.enumerated().filter { $0.offset % 3 != 1 }.map(\.element.code)
        #expect(try store.rows().map { String($0.split(separator: "|")[1]) } == expected)
    }

    @Test("payloads, devices and messages stand once, escaped or not")
    func once() throws {
        let payload = "{\"aps\":{\"alert\":\"hi\"}}"
        let lines = (0..<300).map { number in
            Line(
                time: Int64(number), code: "T\(number % 30)", hwid: "H\(number % 7)", payload: payload,
                isEscaped: number % 2 == 0)
        }
        try Recorder(store).record(lines)
        try Recorder(store).record(
            lines.map { Line(time: $0.time + 1000, code: $0.code, hwid: $0.hwid, payload: payload) })
        #expect(try store.texts("SELECT body FROM payload WHERE id > 0") == [payload])
        #expect(try store.numbers("SELECT count(*) FROM message") == [30])
        #expect(try store.numbers("SELECT count(*) FROM identifier WHERE id > 0") == [8])
        #expect(try store.numbers("SELECT count(*) FROM delivery") == [210])
    }

    @Test("texts whose digests all collide are kept apart")
    func collisions() throws {
        // With this key every text has the same digest.
        try store.execute("UPDATE digest_key SET low = 0, high = 0")
        let lines = (0..<200).map { number in
            Line(
                time: Int64(number), code: "T\(number % 40)", hwid: "H\(number)", payload: "{\"n\":\(number % 20)}",
                isEscaped: number % 2 == 0)
        }
        for start in stride(from: 0, to: 200, by: 50) { try Recorder(store).record(Array(lines[start..<start + 50])) }
        #expect(Set(try store.numbers("SELECT digest FROM latest_message_digest")).count == 1)
        #expect(try store.numbers("SELECT count(*) FROM message") == [40])
        #expect(try store.numbers("SELECT count(*) FROM payload WHERE id > 0") == [20])
        #expect(try store.rows() == lines.map { "\($0.time)|\($0.code)|user|\($0.hwid)|sent||A|\($0.payload ?? "")" })
    }

    @Test("texts are found whether their digests are among the latest or were merged into the large index")
    func merged() throws {
        let lines = (0..<300).map { number in
            Line(time: Int64(number), code: "T\(number)", hwid: "H\(number)", payload: "{\"n\":\(number)}")
        }
        try Recorder(store).record(Array(lines[..<100]))
        // As if very many had been added since: the next transaction merges.
        try store.execute("UPDATE merged_digests SET last = -10000000")
        try Recorder(store).record(Array(lines[100..<200]))
        try Recorder(store).record(Array(lines[200...]))
        for name in ["identifier", "payload", "message"] {
            let counts = try store.numbers(
                "SELECT count(*) FROM \(name)_digest UNION ALL SELECT count(*) FROM latest_\(name)_digest")
            #expect(counts == (name == "identifier" ? [201, 100] : [200, 100]))
        }
        #expect(try Recorder(store).record(lines) == Recording(accepted: 0, duplicates: 300))
        try Recorder(store).record(
            lines.map { Line(time: $0.time + 1000, code: $0.code, hwid: $0.hwid, payload: $0.payload) })
        #expect(try store.numbers("SELECT count(*) FROM message") == [300])
        #expect(try store.numbers("SELECT count(*) FROM payload WHERE id > 0") == [300])
        #expect(try store.numbers("SELECT count(*) FROM identifier WHERE id > 0") == [301])
    }

    @Test("any bytes come back: NUL, bad UTF-8, quotes, line ends")
    func bytes() throws {
        var batch = EventBatch([Line(time: 1, description: "abcdefgh")])
        let odd: [UInt8] = [0, 0xFF, UInt8(ascii: "\""), 10, 13, 0xC3, 0x28, 0]
        batch.text.replaceSubrange(batch.rows[0].description.offsets, with: odd)
        try Recorder(store).record([batch])
        let stored = try store.read { database in
            try ValueQuery(database, sql: "SELECT description FROM outcome").first { Array($0.text(.value)) }
        }
        #expect(stored == odd)
    }

    @Test("a row without a tracking code or a status is refused, and the others are recorded")
    func refused() throws {
        let recorder = Recorder(store)
        let refused = try recorder.add(
            EventBatch([Line(time: 1), Line(time: 2, code: ""), Line(time: 3, status: ""), Line(time: 4, hwid: "")]))
        #expect(
            refused == [
                RefusedRow(row: 1, reason: "the tracking code is empty"),
                RefusedRow(row: 2, reason: "the status is empty"),
            ])
        #expect(try recorder.commit().accepted == 2)
    }

    @Test("a message's creation is its earliest created event, else nothing; its first event the earliest of all")
    func creation() throws {
        let recorder = Recorder(store)
        try recorder.record([Line(time: 50)])
        #expect(try store.texts("SELECT ifnull(created, '-') || ' ' || first FROM message") == ["- 50"])
        try recorder.record([Line(time: 40, status: "Created")])
        try Recorder(store).record([Line(time: 30)])
        try recorder.record([Line(time: 45, status: "created"), Line(time: 60)])
        #expect(try store.texts("SELECT created || ' ' || first FROM message") == ["40 30"])
        try Recorder(store).record([Line(time: 20, status: "CREATED")])
        #expect(try store.texts("SELECT created || ' ' || first FROM message") == ["20 20"])
    }
}
