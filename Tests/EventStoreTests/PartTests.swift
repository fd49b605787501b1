import Testing
import TrackingLog

@testable import EventStore

@Suite("Parts of a transaction are kept apart")
struct PartTests {
    let scratch: Scratch
    let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    private func record(_ parts: [([Line], AppCodes?)]) throws -> [PartRecording] {
        let recorder = Recorder(store)
        for (lines, apps) in parts { try recorder.addPart(EventBatch(lines), boundTo: apps) }
        return try recorder.commitParts()
    }

    @Test("each has counts of its own, in the order of the parts")
    func counts() throws {
        let parts = try record([
            ([Line(time: 1), Line(time: 2)], nil), ([], nil), ([Line(time: 2), Line(time: 3)], nil),
            ((0..<200).map { Line(time: 10 + $0) }, nil), ([Line(time: 1)], nil),
        ])
        #expect(parts.map(\.recording.accepted) == [2, 0, 1, 200, 0])
        #expect(parts.map(\.recording.duplicates) == [0, 0, 1, 0, 1])
        #expect(try store.isNumberedWithoutGaps())
        #expect(try store.status().events == 203)
    }

    @Test("a bound part's rows are of its apps, or are refused by their numbers")
    func bound() throws {
        try Recorder(store).record([Line(time: 1, code: "ours", app: "A"), Line(time: 1, code: "theirs", app: "B")])
        let lines = [
            Line(time: 2, code: "new", app: "B"), Line(time: 2, code: "new", app: "A"),
            Line(time: 2, code: "ours", app: nil), Line(time: 2, code: "theirs", app: nil),
            Line(time: 2, code: "theirs", hwid: "H2", app: "A"), Line(time: 2, code: "unknown", app: nil),
            Line(time: 2, code: "unknown", app: "C"), Line(time: 3, code: "unknown", app: nil), Line(time: 4, code: ""),
        ]
        let parts = try record([(lines, ["A", "C"]), ([Line(time: 5, code: "theirs", app: "B")], nil)])
        #expect(parts[0].recording == Recording(accepted: 5, duplicates: 0))
        #expect(parts[0].refused.map(\.row).sorted() == [0, 3, 5, 8])
        #expect(parts[1].recording.accepted == 1)
        #expect(
            try store.texts("SELECT code FROM message ORDER BY code") == ["new", "ours", "theirs", "theirs", "unknown"])
        #expect(try store.isNumberedWithoutGaps())
    }

    @Test("apps whose codes look alike are distinguished by their bytes, also where one sender is bound to both")
    func alike() throws {
        let (one, two) = ("caf\u{E9}", "cafe\u{301}")
        let lines = [Line(time: 1, code: "X", app: one), Line(time: 1, code: "Y", app: two)]
        let parts = try record([(lines, [one]), (lines, [two]), (lines, [one, two])])
        #expect(parts.map { $0.refused.map(\.row) } == [[1], [0], []])
        #expect(parts.map(\.recording.accepted) == [1, 1, 0])
        #expect(AppCodes([two, one, two]).texts.map(\.utf8.count) == [6, 5])
        for (app, code) in [(one, "X"), (two, "Y")] {
            var found: [String] = []
            let selection = EventSelection(created: Timestamp.earliest...Timestamp.latest, apps: [app])
            try store.readEvents(selection, into: &found) { _, batch in
                batch.rows.map { batch.string($0.trackingCode) }
            } consume: {
                $0 += $1
            }
            #expect(found == [code])
        }
    }

    @Test("a delivery whose first row is refused begins with the next, and what that one says")
    func begun() throws {
        let lines = [
            Line(time: 2, code: "T", target: "wrong", app: nil, payload: "{\"wrong\":1}"),
            Line(time: 3, code: "T", target: "right", app: "A", payload: "{\"right\":1}"),
        ]
        _ = try record([(lines, ["A"])])
        #expect(try store.rows() == ["3|T|right|H1|sent||A|{\"right\":1}"])
        #expect(try store.numbers("SELECT count(*) FROM payload WHERE body LIKE '%wrong%'") == [0])
    }

    @Test("a device's latest message with a hash is found")
    func devices() throws {
        try store.indexDevices()
        try store.indexDevices()
        let lookup = try DeviceLookup(store)
        func payload(_ hash: String) -> String { "{\"p\":\"\(hash)\"}" }
        try Recorder(store).record([
            Line(time: 5, code: "late", payload: payload("x")), Line(time: 1, code: "early", payload: payload("x")),
            Line(time: 9, code: "other", payload: payload("y")),
            Line(time: 9, code: "B", app: "B", payload: payload("x")),
        ])
        #expect(try lookup.trackingCode(app: "A", hwid: "H1", hash: "x") == "late")
        #expect(try lookup.trackingCode(app: "A", hwid: "H1", hash: "y") == "other")
        #expect(try lookup.trackingCode(app: "B", hwid: "H1", hash: "x") == "B")
        #expect(try lookup.trackingCode(app: "A", hwid: "H1", hash: "z") == nil)
        #expect(try lookup.trackingCode(app: "A", hwid: "H2", hash: "x") == nil)
        #expect(try lookup.trackingCode(app: "A", hwid: "", hash: "x") == nil)
    }
}
