import GRDB
import TrackingLog

/// When events are recorded, and which numbers they get: both only move forward, in all processes together.
struct RecordingClock {
    /// Where a transaction begins.
    struct Start {
        var recorded: Timestamp
        /// The number of the last event recorded before.
        var lastSeq: Int64
    }

    private let latest: PreparedStatement
    private let sealed: PreparedStatement
    private let advance: PreparedStatement

    init(_ database: Database) throws {
        latest = try PreparedStatement(
            database, "SELECT recorded, last_seq FROM recording ORDER BY recorded DESC LIMIT 1")
        sealed = try PreparedStatement(database, "SELECT max(day) FROM sealed")
        advance = try PreparedStatement(
            database,
            """
            INSERT INTO recording VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET last_seq = excluded.last_seq,
                earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest)
            """)
    }

    /// The recorded time and the numbers of the events of a transaction that has just begun.
    ///
    /// - Parameter asOf: the recorded time; nil for the current time, or the latest one recorded where clocks went back.
    func start(asOf: Timestamp?) throws -> Start {
        var start = Start(recorded: asOf ?? .now, lastSeq: 0)
        defer { latest.reset() }
        if try latest.step() {
            let latestTime = Timestamp(secondsSince1970: latest.integer(0))
            start.lastSeq = latest.integer(1)
            if start.recorded < latestTime {
                if asOf != nil { throw StoreError.recordedTimeMovesBack(asOf: start.recorded, latest: latestTime) }
                start.recorded = latestTime
            }
        }
        defer { sealed.reset() }
        if try sealed.step(), let day = sealed.optional(0).map(Day.init(daysSince1970:)), start.recorded.day <= day {
            throw StoreError.sealedDay(asOf: start.recorded, sealedThrough: day)
        }
        return start
    }

    /// Takes note of the events that a transaction recorded, and of when they happened.
    func advance(_ start: Start, by count: Int, times: ClosedRange<Int64>?) throws {
        guard count > 0, let times else { return }
        advance.bind(start.recorded.secondsSince1970, at: 1)
        advance.bind(start.lastSeq + 1, at: 2)
        advance.bind(start.lastSeq + Int64(count), at: 3)
        advance.bind(times.lowerBound, at: 4)
        advance.bind(times.upperBound, at: 5)
        try advance.run()
    }
}
