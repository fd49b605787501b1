import GRDB
import TrackingLog

/// Which numbers events get and which nights they belong to, in all processes together.
struct RecordingClock {
    /// Where a transaction begins.
    struct Start {
        /// What the clock shows.
        var now: Timestamp
        /// The number of the last event recorded before.
        var lastSeq: Int64
        /// Decides which nights its events belong to.
        var nights: NightRule
    }

    private let search: PreparedStatement
    private let advance: PreparedStatement

    init(_ database: Database) throws {
        search = try PreparedStatement(
            database, "SELECT last_seq, first_night, (SELECT max(day) FROM sealed) FROM store")
        advance = try PreparedStatement(
            database,
            """
            UPDATE store SET last_seq = ?2,
                first_recorded = ifnull(min(first_recorded, ?1), ?1), last_recorded = ifnull(max(last_recorded, ?1), ?1),
                first_night = ifnull(min(first_night, ?3), ?3)
            """)
    }

    /// Where a transaction that has just begun begins.
    ///
    /// - Parameter asOf: what to take for the current time; nil for the clock's.
    func start(asOf: Timestamp?) throws -> Start {
        let now = asOf ?? .now
        defer { search.reset() }
        guard try search.step() else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "what it knows of itself is lost")
        }
        let today = now.day.daysSince1970
        // See ``NightMoves/openEarlierNights(_:today:)``.
        let first = min(search.optional(1) ?? .max, today - NightRule.daysBeforeFirst)
        let open = search.optional(2).map { $0 + 1 } ?? first
        return Start(now: now, lastSeq: search.integer(0), nights: NightRule(open: open, clock: today))
    }

    /// Takes note of the events that a transaction recorded.
    ///
    /// - Parameter lastSeq: the number of the last of them.
    func advance(_ start: Start, to lastSeq: Int64) throws {
        guard lastSeq > start.lastSeq else { return }
        advance.bind(start.now.secondsSince1970, at: 1)
        advance.bind(lastSeq, at: 2)
        advance.bind(start.nights.clock - NightRule.daysBeforeFirst, at: 3)
        try advance.run()
    }
}
