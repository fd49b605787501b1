import Testing
import TrackingLog

@testable import EventStore

@Suite("Several processes record at once, and what fails leaves nothing")
struct ConcurrencyTests {
    let scratch: Scratch
    let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    @Test("four writers of overlapping events: each event once, numbered without a gap, its texts its own")
    func writers() async throws {
        let path = scratch.storePath
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    // A store of its own has connections of its own, as another process would.
                    let recorder = Recorder(try EventStore(path: path))
                    var accepted = 0
                    for round in 0..<15 {
                        let lines = (0..<40).map { Self.line((writer * 150 + round * 40 + $0) % 900) }
                        accepted += try recorder.record(lines).accepted
                    }
                    return accepted
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(accepted == 900)
        #expect(try store.isNumberedWithoutGaps())
        let expected = (0..<900).map { number -> String in
            let line = Self.line(number)
            return "\(line.time)|\(line.code)|\(line.target ?? "")|\(line.hwid)|sent||A|\(line.payload ?? "")"
        }
        #expect(try store.rows().sorted() == expected.sorted())
        #expect(try store.numbers("SELECT count(*) FROM message") == [300])
    }

    private static func line(_ number: Int) -> Line {
        Line(
            time: Int64(number), code: "T\(number % 300)", target: "user\(number % 70)", hwid: "H\(number % 90)",
            payload: "{\"n\":\(number % 110)}")
    }

    @Test("a transaction that fails leaves nothing, and the recorder goes on rightly after it")
    func failed() throws {
        let recorder = Recorder(store)
        try recorder.record([Line(time: 1)])
        try store.execute(
            "CREATE TRIGGER full BEFORE UPDATE OF last_seq ON store BEGIN SELECT RAISE(ABORT, 'no more'); END")
        let lines = (2..<300).map { Line(time: Int64($0), code: "T\($0)", target: "u\($0)", hwid: "H\($0)") }
        #expect(throws: StoreError.self) { try recorder.record(lines) }
        #expect(try store.rows() == ["1|T1|user|H1|sent||A|{}"])
        try store.execute("DROP TRIGGER full")
        // Others take the numbers that the failed transaction had given.
        try Recorder(try scratch.store()).record(
            (400..<700).map { Line(time: Int64($0), code: "X\($0)", hwid: "Y\($0)") })
        try recorder.record(lines)
        #expect(
            try store.rows().prefix(299) == ["1|T1|user|H1|sent||A|{}"]
                + lines.map { "\($0.time)|\($0.code)|\($0.target ?? "")|\($0.hwid)|sent||A|{}" })
        #expect(try store.isNumberedWithoutGaps())
    }

    @Test("what was met lately is forgotten before it is too much, and found again")
    func recentTable() {
        let table = RecentTable<Int64>(bits: 6)
        let keys = (0..<1000).map { number in
            var text = number
            return withUnsafeBytes(of: &text) { KeyedHash.of($0) }
        }
        for number in 0..<1000 {
            #expect(table.find(keys[number]) == nil)
            table.insert(Int64(number), for: keys[number])
            for back in 0..<min(48, number + 1) { #expect(table.find(keys[number - back]) == Int64(number - back)) }
        }
        #expect(keys.count { table.find($0) != nil } <= 96)
        table.insert(-5, for: keys[999])
        #expect(table.find(keys[999]) == -5)
        table.removeAll()
        #expect(keys.allSatisfy { table.find($0) == nil })
    }
}
