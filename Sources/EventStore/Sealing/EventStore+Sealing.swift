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

    private static func sealedNight(_ day: Day, _ database: Database) throws -> SealedNight? {
        func last(_ sql: String) throws -> Int? {
            try Int.fetchOne(database, sql: sql, arguments: [day.daysSince1970])
        }
        guard let last = try last("SELECT last_seq FROM sealed WHERE day = ?") else { return nil }
        let before = try Int.fetchOne(
            database, sql: "SELECT max(last_seq) FROM sealed WHERE day < ?", arguments: [day.daysSince1970])
        return SealedNight(day: day, first: (before ?? 0) + 1, count: last - (before ?? 0))
    }
}
