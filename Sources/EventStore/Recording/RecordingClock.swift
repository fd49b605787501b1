import GRDB
import TrackingLog

/// Assigns numbers and nights to events, across all processes.
struct RecordingClock {
    /// The state at the beginning of a transaction.
    struct Start {
        /// The current time.
        var now: Timestamp
        /// The number of the last event recorded before.
        var lastSeq: Int64
        /// Decides which nights its events belong to.
        var nights: NightRule
    }

    private enum Columns: Int32, QueryColumns {
        case lastSeq, firstNight, lastSealed

        var sql: String {
            switch self {
            case .lastSeq: "last_seq"
            case .firstNight: "first_night"
            case .lastSealed: "(SELECT max(day) FROM sealed)"
            }
        }
    }

    private let search: PreparedQuery<Columns>
    private let advance: PreparedStatement

    init(_ database: Database) throws {
        search = try PreparedQuery(database, from: "store")
        advance = try PreparedStatement(
            database,
            """
            UPDATE store SET last_seq = ?2,
                first_recorded = ifnull(min(first_recorded, ?1), ?1), last_recorded = ifnull(max(last_recorded, ?1), ?1),
                first_night = ifnull(min(first_night, ?3), ?3)
            """)
    }

    /// The state at the beginning of a transaction that has just begun.
    ///
    /// - Parameter asOf: the current time; nil for the clock's.
    func start(asOf: Timestamp?) throws -> Start {
        let now = asOf ?? .now
        let today = now.day.daysSince1970
        return try search.only(orMissing: "its row in the table `store` is missing") { row in
            // See ``NightMoves/openEarlierNights(_:today:)``.
            let first = min(row.optional(.firstNight) ?? .max, today - NightRule.daysBeforeFirst)
            let open = row.optional(.lastSealed).map { $0 + 1 } ?? first
            return Start(now: now, lastSeq: row.integer(.lastSeq), nights: NightRule(open: open, clock: today))
        }
    }

    /// Notes the events that a transaction recorded.
    ///
    /// - Parameter lastSeq: the number of the last event.
    func advance(_ start: Start, to lastSeq: Int64) throws {
        guard lastSeq > start.lastSeq else { return }
        advance.bind(start.now.secondsSince1970, at: 1)
        advance.bind(lastSeq, at: 2)
        advance.bind(start.nights.clock - NightRule.daysBeforeFirst, at: 3)
        try advance.run()
    }
}
