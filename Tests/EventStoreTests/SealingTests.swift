import Synchronization
import Testing
import TrackingLog

@testable import EventStore

@Suite("Days are sealed")
struct SealingTests {
    let scratch: Scratch
    let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    @Test("with the events that were recorded on them, numbers without a gap, days without events too")
    func nights() throws {
        #expect(try store.recordedDays() == nil)
        try Recorder(store, asOf: noon).record([Line(time: 1), Line(time: 2)])
        try Recorder(store, asOf: noon.adding(seconds: 2 * 86_400)).record([Line(time: 3)])
        let day = noon.day
        #expect(try store.recordedDays() == day...day.adding(days: 2))
        #expect(try store.sealedNight(day) == nil)
        var nights = (0..<3).map { SealedNight(day: day.adding(days: $0), first: 3, count: 1) }
        (nights[0].first, nights[0].count, nights[1].count) = (1, 2, 0)
        nights[0].times = Timestamp(secondsSince1970: 1)...Timestamp(secondsSince1970: 2)
        nights[2].times = Timestamp(secondsSince1970: 3)...Timestamp(secondsSince1970: 3)
        for night in nights {
            #expect(try store.seal(night.day) == night)
            // Again, it is as it was.
            #expect(try store.seal(night.day) == night)
        }
        #expect(try store.sealedNight(day.adding(days: 2))?.count == 1)
        #expect(try store.status().sealedThrough == day.adding(days: 2))
        #expect(try store.status().unsealed == 0)
        #expect(throws: StoreError.sealedDay(asOf: day.adding(days: 2).end, sealedThrough: day.adding(days: 2))) {
            try Recorder(store, asOf: day.adding(days: 2).end).record([Line(time: 4)])
        }
    }

    @Test("and read by their numbers, in the order of a log")
    func reading() throws {
        try Recorder(store, asOf: noon).record([Line(time: 5), Line(time: 2)])
        try Recorder(store, asOf: noon.adding(seconds: 86_400)).record([Line(time: 1), Line(time: 9)])
        for (night, times) in [
            (try store.seal(noon.day), [2, 5]), (try store.seal(noon.day.adding(days: 1)), [1, 9]),
        ] {
            let read = Mutex<[Int64]>([])
            try store.readEvents(night.selection) { _, batch in
                batch.rows.map(\.time.secondsSince1970)
            } consume: { times in
                read.withLock { $0 += times }
            }
            #expect(read.withLock { $0 } == times.map(Int64.init))
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
