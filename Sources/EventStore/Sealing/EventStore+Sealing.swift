import GRDB
public import TrackingLog

extension EventStore {
    /// The night to seal next: the one after the last, or the earliest that holds an event; nil where no night is sealed
    /// and there is no event.
    public func nextNight() throws(StoreError) -> Day? {
        try read { database in try Self.nextNight(database) }
    }

    /// Makes sure, before the first night is sealed, that no event was put off to a night that is to come by a clock that was
    /// ahead when the first events were recorded.
    ///
    /// - Parameter today: the UTC day that the clock shows now.
    public func openEarlierNights(today: Day) throws(StoreError) {
        try transact { database in
            try NightMoves.openEarlierNights(database, today: today.daysSince1970)
        }
    }

    /// The night of a day that is sealed; nil of one that is not.
    public func sealedNight(_ day: Day) throws(StoreError) -> SealedNight? {
        try read { database in try Self.sealedNights(database, "WHERE day = \(day.daysSince1970)").first }
    }

    /// Seals a night: from now on no event can come to belong to it. One that is sealed stays as it is.
    ///
    /// - Parameter day: a UTC day that is over; see ``nextNight()``.
    public func seal(_ day: Day) throws(StoreError) -> SealedNight {
        try transact { database in
            if let night = try Self.sealedNights(database, "WHERE day = \(day.daysSince1970)").first { return night }
            guard try Self.nextNight(database) ?? day == day else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "it has sealed other nights than \(day)")
            }
            let last = try Self.sealedNights(database, "ORDER BY day DESC LIMIT 1").first
            let night = SealedNight(
                day: day, first: last.map { $0.first + $0.count } ?? 1,
                count: try EventSums(database, of: EventSelection(night: day)).events)
            try Self.add(night, database)
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
        try read { database in try Self.sealedNights(database, "ORDER BY day") }
    }

    // MARK: - In a transaction

    private static func nextNight(_ database: Database) throws -> Day? {
        let sql =
            "SELECT ifnull((SELECT max(day) + 1 FROM sealed), (SELECT min(night) FROM event_sum WHERE events > 0))"
        return try Int64?.fetchOne(database, sql: sql)?.map(Day.init(daysSince1970:))
    }

    static func sealedNights(_ database: Database, _ clause: String) throws -> [SealedNight] {
        try Row.fetchAll(database, sql: "SELECT day, first, events FROM sealed \(clause)").map { row in
            SealedNight(day: Day(daysSince1970: row[0]), first: row[1], count: row[2])
        }
    }

    static func add(_ night: SealedNight, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO sealed VALUES (?, ?, ?)",
            arguments: [night.day.daysSince1970, night.first, night.count])
    }
}
