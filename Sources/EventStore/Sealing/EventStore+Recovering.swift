import GRDB
public import TrackingLog

// A store that was restored from a backup is behind its ledger: nights were sealed since that it knows nothing of. Their
// events are taken back from the archives.

extension EventStore {
    /// Begins to take back the events of nights that are sealed in a ledger and not known here.
    ///
    /// From here on nothing new comes to belong to those nights: what the store holds of them unsealed goes to the night
    /// after the last, late, unless it turns out to be one of theirs.
    ///
    /// - Parameter nights: all nights of the ledger, in their order.
    /// - Returns: those whose events are to be taken back, by ``Recorder/init(_:recovering:)``.
    /// - Throws: ``StoreError/otherNights(_:)`` where the store has sealed other nights than these.
    public func beginRecovery(of nights: [SealedNight]) throws(StoreError) -> [SealedNight] {
        try transact { database in
            let sealed = try Self.sealedNights(database, "ORDER BY day")
            if let other = sealed.first(where: { !nights.contains($0) }) { throw StoreError.otherNights(other.day) }
            guard let first = nights.first, let last = nights.last?.day.daysSince1970 else { return [] }
            // A recovery that was stopped had added them all; whichever of them is not whole is taken back again.
            let isStopped = try Self.recoveringThrough(database) != nil
            let missing = try nights.filter { night in
                guard sealed.contains(night) else { return true }
                return try isStopped && EventSums(database, of: night.selection).events < night.count
            }
            for night in missing where !sealed.contains(night) { try Self.add(night, database) }
            if !isStopped {
                let before = sealed.last?.day.daysSince1970 ?? .min
                var moves = try NightMoves(database)
                try moves.move { key in key.night > before && key.night <= last ? last + 1 : nil }
            }
            try database.execute(
                sql: "UPDATE store SET recovering = ?, first_night = ifnull(first_night, ?)",
                arguments: [last, first.day.daysSince1970])
            return missing
        }
    }

    /// Ends a recovery, after all events were taken back.
    ///
    /// - Parameters:
    ///   - nights: those that were to be taken back.
    ///   - ledger: what the store knows of its ledger from now on.
    /// - Throws: ``StoreError/damaged(path:detail:)`` where a night has not the events that it was sealed with.
    public func endRecovery(of nights: [SealedNight], in ledger: KnownLedger) throws(StoreError) {
        try transact { database in
            for night in nights {
                let events = try EventSums(database, of: night.selection).events
                guard events == night.count else {
                    throw DatabaseError(
                        resultCode: .SQLITE_CORRUPT,
                        message: "the night of \(night.day) was sealed with \(night.count) events, and has \(events)")
                }
            }
            try database.execute(
                sql: "INSERT OR REPLACE INTO ledger VALUES (1, ?, ?, ?)",
                arguments: [ledger.origin, ledger.size, ledger.root])
            try database.execute(sql: "UPDATE store SET recovering = NULL")
        }
    }

    /// The last night of a recovery that was begun and has not ended; nil where there is none.
    public func recoveringThrough() throws(StoreError) -> Day? {
        try read { database in try Self.recoveringThrough(database) }
    }

    private static func recoveringThrough(_ database: Database) throws -> Day? {
        try Int64.fetchOne(database, sql: "SELECT recovering FROM store").map(Day.init(daysSince1970:))
    }
}
