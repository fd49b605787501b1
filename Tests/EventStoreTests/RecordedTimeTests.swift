import Testing
import TrackingLog

@testable import EventStore

@Suite("Recorded time only moves forward")
struct RecordedTimeTests {
    let scratch: Scratch
    let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    @Test("a time before the latest recorded one is refused, the same time is not")
    func backwards() throws {
        try Recorder(store, asOf: noon).record([Line(time: 1)])
        #expect(throws: StoreError.recordedTimeMovesBack(asOf: noon.adding(seconds: -1), latest: noon)) {
            try Recorder(store, asOf: noon.adding(seconds: -1)).record([Line(time: 2)])
        }
        try Recorder(store, asOf: noon).record([Line(time: 3)])
        try Recorder(store, asOf: noon.adding(seconds: 1)).record([Line(time: 4)])
        #expect(
            try store.texts("SELECT recorded || ' ' || first_seq || ' ' || last_seq FROM recording") == [
                "\(noon.secondsSince1970) 1 2", "\(noon.secondsSince1970 + 1) 3 3",
            ])
    }

    @Test("without a time of its own, recording goes on at the latest one where the clock is behind it")
    func clockBehind() throws {
        let future = Timestamp.now.adding(seconds: 86_400)
        try Recorder(store, asOf: future).record([Line(time: 1)])
        try Recorder(store).record([Line(time: 2)])
        #expect(try store.numbers("SELECT recorded FROM recording") == [future.secondsSince1970])
        #expect(try store.isNumberedWithoutGaps())
    }

    @Test("duplicates alone leave no trace")
    func duplicatesAlone() throws {
        try Recorder(store, asOf: noon).record([Line(time: 1)])
        try Recorder(store, asOf: noon.adding(seconds: 60)).record([Line(time: 1)])
        try Recorder(store, asOf: noon.adding(seconds: 30)).record([Line(time: 2)])
        #expect(try store.numbers("SELECT recorded FROM recording").count == 2)
    }

    @Test("nothing is recorded inside a sealed day")
    func sealed() throws {
        try store.execute("INSERT INTO sealed VALUES (\(noon.day.daysSince1970), 0)")
        #expect(throws: StoreError.sealedDay(asOf: noon.day.end, sealedThrough: noon.day)) {
            try Recorder(store, asOf: noon.day.end).record([Line(time: 1)])
        }
        #expect(try Recorder(store, asOf: noon.day.end.adding(seconds: 1)).record([Line(time: 1)]).accepted == 1)
    }
}
