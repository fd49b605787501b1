import Testing
import TrackingLog

@testable import EventStore

@Suite("An event's night is decided when it is recorded")
struct NightTests {
    let scratch: Scratch
    let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    /// A moment, in days from noon.
    private func days(_ count: Int64, _ seconds: Int64 = 0) -> Timestamp {
        noon.adding(seconds: count * 86_400 + seconds)
    }

    private func record(_ lines: [Line], asOf: Timestamp) throws { try Recorder(store, asOf: asOf).record(lines) }

    /// Records an event of a time as of another, and gives its night in days from noon's.
    private func night(of time: Timestamp, asOf: Timestamp) throws -> Int64 {
        try record([Line(time: time.secondsSince1970)], asOf: asOf)
        let night = try store.numbers(
            "SELECT ifnull(night, \(StoreSchema.day("time"))) FROM event ORDER BY seq DESC LIMIT 1")
        return night[0] - noon.day.daysSince1970
    }

    @Test("it is the day on which it happened, also after midnight; what comes after its night was sealed is late")
    func rule() throws {
        #expect(try night(of: days(-1), asOf: days(0, -43_200 + 1200)) == -1)
        #expect(try night(of: days(0, -43_200 + 60), asOf: days(0, -43_200 + 1200)) == 0)
        try store.seal(through: noon.day.adding(days: -1))
        #expect(try night(of: days(-1, 1), asOf: days(0)) == 0)
        #expect(try night(of: days(-400), asOf: days(0)) == 0)
        try store.seal(through: noon.day)
        // The open night is tomorrow's, whatever the clock shows.
        #expect(try night(of: days(0, 2), asOf: days(0, 3)) == 1)
    }

    @Test("an event of years ago does not ask for an archive of every day since")
    func stray() throws {
        #expect(try night(of: days(-3000), asOf: days(0)) == -14)
        #expect(try night(of: days(-14), asOf: days(0)) == -14)
        #expect(try night(of: days(-13), asOf: days(0)) == -13)
        #expect(try store.nextNight() == noon.day.adding(days: -14))
    }

    @Test("an event of the future belongs to the day that the clock shows")
    func future() throws {
        #expect(try night(of: days(1), asOf: days(0)) == 0)
        #expect(try store.seal(through: noon.day).map(\.count) == [1])
    }

    @Test("a clock that was ahead moves nothing and blocks nothing, not even in the first recording of all")
    func ahead() throws {
        #expect(try night(of: days(0), asOf: days(400)) == 386)
        #expect(try night(of: days(0, 1), asOf: days(0)) == 0)
        // What the wrong clock put off comes back once a right one is seen.
        #expect(try store.nights() == ["2026-11-20 1", "2026-11-20 2"])
        #expect(try store.seal(through: noon.day).map(\.count) == [2])
        #expect(try store.check() == [])
        #expect(try night(of: days(1), asOf: days(800)) == 1)
        #expect(try night(of: days(1, 1), asOf: days(1)) == 1)
    }

    @Test("a clock that went back blocks nothing")
    func back() throws {
        #expect(try night(of: days(0), asOf: days(0)) == 0)
        #expect(try night(of: days(-2), asOf: days(-2)) == -2)
        #expect(try store.status().recorded == days(-2)...days(0))
    }

    @Test("numbers have no gap, and duplicates leave no trace")
    func numbers() throws {
        try record([Line(time: 1)], asOf: noon)
        try record([Line(time: 1)], asOf: days(0, 60))
        try record([Line(time: 1), Line(time: 2)], asOf: days(0, 30))
        #expect(try store.isNumberedWithoutGaps())
        #expect(try store.status().recorded == noon...days(0, 30))
    }
}
