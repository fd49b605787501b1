import Testing
import TrackingLog

@testable import EventStore

@Suite("Nights are sealed")
struct SealingTests {
    let scratch: Scratch
    let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    private func line(_ days: Int64, _ seconds: Int64 = 0) -> Line {
        Line(time: noon.secondsSince1970 + days * 86_400 + seconds)
    }

    @Test("with the events that belong to them, numbers without a gap, nights without events too")
    func nights() throws {
        #expect(try store.nextNight() == nil)
        try Recorder(store, asOf: noon.adding(seconds: 2 * 86_400)).record([line(2), line(0, 1), line(0)])
        let day = noon.day
        #expect(try store.nextNight() == day)
        #expect(try store.sealedNight(day) == nil)
        let nights = [(1, 2), (3, 0), (3, 1)].enumerated().map { offset, night in
            SealedNight(day: day.adding(days: Int64(offset)), first: night.0, count: night.1)
        }
        for night in nights {
            #expect(try store.seal(night.day) == night)
            // Again, it is as it was.
            #expect(try store.seal(night.day) == night)
        }
        #expect(try store.nextNight() == day.adding(days: 3))
        #expect(throws: StoreError.self) { try store.seal(day.adding(days: 4)) }
        #expect(try store.sealedNight(day.adding(days: 2))?.count == 1)
        #expect(try store.status().sealedThrough == day.adding(days: 2))
        #expect(try store.status().unsealed == 0)
    }

    @Test("and read in the order of a log, each event in one of them")
    func reading() throws {
        try Recorder(store, asOf: noon).record([line(0, 5), line(0, 2), line(-1)])
        let first = try store.seal(through: noon.day)
        try Recorder(store, asOf: noon.adding(seconds: 86_400)).record([line(0, 1), line(1, 9), line(1, 3), line(-9)])
        let second = try store.seal(through: noon.day.adding(days: 1))
        let expected = [[line(-1)], [line(0, 2), line(0, 5)], [line(-9), line(0, 1), line(1, 3), line(1, 9)]]
        for (night, lines) in zip(first + second, expected) {
            var read: [Int64] = []
            try store.readEvents(night.selection, into: &read) { _, batch in
                batch.rows.map(\.time.secondsSince1970)
            } consume: {
                $0 += $1
            }
            #expect(read == lines.map(\.time))
        }
    }

    @Test("and the ledger that they are in is remembered")
    func ledger() throws {
        #expect(try store.knownLedger() == nil)
        for size in 1...2 {
            let ledger = KnownLedger(origin: "example.com/push", size: size, root: "root \(size)")
            try store.remember(ledger)
            #expect(try store.knownLedger() == ledger)
        }
    }
}
