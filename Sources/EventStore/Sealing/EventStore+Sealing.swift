import GRDB
public import TrackingLog

extension EventStore {
    /// The days on which the first and the last event were recorded; nil in an empty store.
    public func recordedDays() throws(StoreError) -> ClosedRange<Day>? {
        try read { database in
            let row = try Row.fetchOne(database, sql: "SELECT min(recorded), max(recorded) FROM recording")
            guard let first = row?[0] as Int64?, let last = row?[1] as Int64? else { return nil }
            return Timestamp(secondsSince1970: first).day...Timestamp(secondsSince1970: last).day
        }
    }

    /// The night of a day that is sealed; nil of one that is not.
    public func sealedNight(_ day: Day) throws(StoreError) -> SealedNight? {
        try read { database in try Self.sealedNight(day, database) }
    }

    /// Seals a day: from now on no event can be recorded on it, or on one before. A day that is sealed stays as it is.
    ///
    /// - Parameter day: a UTC day that is over; the one after the last that was sealed.
    public func seal(_ day: Day) throws(StoreError) -> SealedNight {
        try transact { database in
            if let night = try Self.sealedNight(day, database) { return night }
            try database.execute(
                sql: """
                    INSERT INTO sealed VALUES (?1, ifnull((SELECT max(last_seq) FROM recording WHERE recorded <= ?2), 0))
                    """,
                arguments: [day.daysSince1970, day.end.secondsSince1970])
            guard let night = try Self.sealedNight(day, database) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a sealed day is lost")
            }
            return night
        }
    }

    /// The ledger as it was last known; nil before the first night.
    public func knownLedger() throws(StoreError) -> KnownLedger? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT origin, size, root FROM ledger").map { row in
                KnownLedger(origin: row[0], size: row[1], root: row[2])
            }
        }
    }

    /// Remembers the ledger, durably.
    public func remember(_ ledger: KnownLedger) throws(StoreError) {
        try transact { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO ledger VALUES (1, ?, ?, ?)",
                arguments: [ledger.origin, ledger.size, ledger.root])
        }
    }

    /// The nights that are sealed, in their order.
    func sealedNights() throws(StoreError) -> [SealedNight] {
        try read { database in
            var nights: [SealedNight] = []
            for row in try Row.fetchAll(database, sql: "SELECT day, last_seq FROM sealed ORDER BY day") {
                let first = nights.last.map { $0.first + $0.count } ?? 1
                nights.append(SealedNight(day: Day(daysSince1970: row[0]), first: first, count: row[1] - first + 1))
            }
            return nights
        }
    }

    private static func sealedNight(_ day: Day, _ database: Database) throws -> SealedNight? {
        let arguments: StatementArguments = [day.daysSince1970]
        guard
            let last = try Int.fetchOne(
                database, sql: "SELECT last_seq FROM sealed WHERE day = ?", arguments: arguments)
        else { return nil }
        let before = try Row.fetchOne(
            database, sql: "SELECT day, last_seq FROM sealed WHERE day < ? ORDER BY day DESC LIMIT 1",
            arguments: arguments)
        let first = (before?["last_seq"] ?? 0) + 1
        var night = SealedNight(day: day, first: first, count: last - first + 1)
        let start = before.map { Day(daysSince1970: $0["day"]).end } ?? Timestamp.earliest
        if let times = try Self.times(recorded: start, day.end, database) { night.times = times }
        return night
    }

    /// When events happened that were recorded after a time, and not after another; nil where that is not known of all.
    private static func times(
        recorded start: Timestamp, _ end: Timestamp, _ database: Database
    ) throws -> ClosedRange<Timestamp>? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT min(earliest), max(latest) FROM recording WHERE recorded > ? AND recorded <= ?
                HAVING count(*) = count(earliest)
                """,
            arguments: [start.secondsSince1970, end.secondsSince1970])
        guard let first = row?[0] as Int64?, let last = row?[1] as Int64? else { return nil }
        return Timestamp(secondsSince1970: first)...Timestamp(secondsSince1970: last)
    }
}
