import GRDB
public import TrackingLog

// A store that was restored from a backup is behind its ledger: nights were sealed since then. Their events are restored
// from the archives.

extension EventStore {
    /// Begins to restore sealed nights that the store does not know.
    ///
    /// From here on no new event comes to belong to those nights. Unsealed events that the store holds of them move to the
    /// night after the last, late, unless the archives hold them too.
    ///
    /// - Parameter nights: all nights of the ledger, in their order.
    /// - Returns: the nights to restore, by ``Recorder/init(_:recovering:)``.
    /// - Throws: ``StoreError/otherNights(_:)`` where the store has sealed other nights than these.
    public func beginRecovery(of nights: [SealedNight]) throws(StoreError) -> [SealedNight] {
        try transact { database in
            let sealed = try Self.sealedNights(database, "ORDER BY day")
            if let other = sealed.first(where: { !nights.contains($0) }) { throw StoreError.otherNights(other.day) }
            guard let first = nights.first, let last = nights.last?.day.daysSince1970 else { return [] }
            // A recovery that was stopped had added all nights; incomplete ones are restored again.
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

    /// Ends a recovery, after all events were restored.
    ///
    /// - Parameters:
    ///   - nights: the nights to restore.
    ///   - ledger: the ledger that the store knows from now on.
    /// - Throws: ``StoreError/damaged(path:detail:)`` where a night does not have the events it was sealed with.
    public func endRecovery(of nights: [SealedNight], in ledger: KnownLedger) throws(StoreError) {
        try transact { database in
            for night in nights {
                let events = try EventSums(database, of: night.selection).events
                guard events == night.count else {
                    throw DatabaseError.damage(
                        "the night of \(night.day) was sealed with \(night.count) events and now has \(events)")
                }
            }
            try Self.remember(ledger, database)
            try database.execute(sql: "UPDATE store SET recovering = NULL")
        }
    }

    /// The last night of an unfinished recovery; nil where there is none.
    public func recoveringThrough() throws(StoreError) -> Day? {
        try read { database in try Self.recoveringThrough(database) }
    }

    private static func recoveringThrough(_ database: Database) throws -> Day? {
        try Int64.fetchOne(database, sql: "SELECT recovering FROM store").map(Day.init(daysSince1970:))
    }
}
