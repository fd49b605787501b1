import GRDB
public import TrackingLog

extension EventStore {
    /// The next night to seal; nil where none is sealed and there is no event.
    ///
    /// It is the one after the last, or the first night with an event.
    public func nextNight() throws(StoreError) -> Day? {
        try read { database in try Self.nextNight(database) }
    }

    /// Corrects the first night before it is sealed.
    ///
    /// A clock that was ahead when the first events were recorded may have moved events to a future night.
    ///
    /// - Parameter today: the current UTC day.
    public func openEarlierNights(today: Day) throws(StoreError) {
        try transact { database in
            try NightMoves.openEarlierNights(database, today: today.daysSince1970)
        }
    }

    /// The sealed night of a day; nil where it is not sealed.
    public func sealedNight(_ day: Day) throws(StoreError) -> SealedNight? {
        try read { database in try Self.sealedNights(database, "WHERE day = \(day.daysSince1970)").first }
    }

    /// Seals a night: no new event can belong to it. A sealed night stays as it is.
    ///
    /// - Parameter day: a UTC day that is over; see ``nextNight()``.
    public func seal(_ day: Day) throws(StoreError) -> SealedNight {
        try transact { database in
            if let night = try Self.sealedNights(database, "WHERE day = \(day.daysSince1970)").first { return night }
            guard try Self.nextNight(database) ?? day == day else {
                throw DatabaseError.damage("the night of \(day) is not the next one to seal")
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
        try read { database in try Self.knownLedger(database) }
    }

    /// Remembers the ledger, durably.
    public func remember(_ ledger: KnownLedger) throws(StoreError) {
        try transact { database in try Self.remember(ledger, database) }
    }

    /// The sealed nights, in their order.
    public func sealedNights() throws(StoreError) -> [SealedNight] {
        try read { database in try Self.sealedNights(database, "ORDER BY day") }
    }

    // MARK: - In a transaction

    private static func nextNight(_ database: Database) throws -> Day? {
        let sql =
            "SELECT ifnull((SELECT max(day) + 1 FROM sealed), (SELECT min(night) FROM event_sum WHERE events > 0))"
        return try Int64?.fetchOne(database, sql: sql)?.map(Day.init(daysSince1970:))
    }

    static func sealedNights(_ database: Database, _ clause: String) throws -> [SealedNight] {
        try Row.fetchAll(database, sql: "SELECT \(SealedNight.Columns.list) FROM sealed \(clause)")
            .map(SealedNight.init)
    }

    static func add(_ night: SealedNight, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO sealed VALUES (?, ?, ?)",
            arguments: [night.day.daysSince1970, night.first, night.count])
    }

    static func knownLedger(_ database: Database) throws -> KnownLedger? {
        try Row.fetchOne(database, sql: "SELECT \(KnownLedger.Columns.list) FROM ledger").map(KnownLedger.init)
    }

    static func remember(_ ledger: KnownLedger, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO ledger VALUES (1, ?, ?, ?)",
            arguments: [ledger.origin, ledger.size, ledger.root])
    }
}
