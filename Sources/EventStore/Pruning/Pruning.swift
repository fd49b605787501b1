import Foundation
import GRDB
public import TrackingLog

/// Removes archived events that no log needs any more.
///
/// It removes sealed events that happened before a time, of messages created before it; then the deliveries, hardware
/// ids, targets and payloads that only they needed. A message's code and creation time stay, so that a late event is still
/// known to belong to an old message. From then on no event that happened before that time is recorded: the store can no
/// longer know whether it is new.
///
/// Other processes may read and record meanwhile: rows are read without making others wait, and removed in small
/// transactions. A pruning that is stopped at any moment leaves a complete store, and the next one goes on from there. The
/// file does not get smaller; its free space is used again.
public struct Pruning: Sendable {
    private let store: EventStore
    private let before: Timestamp
    /// The time that recorders have to finish what they began.
    private let grace: Duration

    /// Creates a pruning.
    ///
    /// - Parameters:
    ///   - store: the store, pruned by one process at a time.
    ///   - before: the time from which events stay.
    ///   - grace: the time that recorders have to finish what they began; a slower one has to start again.
    public init(of store: EventStore, before: Timestamp, grace: Duration = .seconds(3)) {
        self.store = store
        self.before = before
        self.grace = grace
    }

    /// The nights with events to remove: check their archives first.
    public func nights() throws(StoreError) -> [SealedNight] {
        var plan = PruningPlan(before: before, nights: try store.sealedNights())
        try look { database in try plan.lookAtEarlyEvents(database) }
        return plan.nights.filter { plan.nightsConcerned.contains($0.day) }
    }

    /// Removes the events, and what only they needed.
    ///
    /// - Parameter nights: the nights that may lose events, since their archives are complete.
    /// - Returns: what was removed.
    /// - Throws: ``StoreError``; rows removed before an error stay removed, and the next run goes on.
    ///   ``StoreError/damaged(path:detail:)`` before anything is removed where the events of those days are not the
    ///   recorded ones.
    public func run(losing nights: [SealedNight]) throws(StoreError) -> PrunedRows {
        try store.checkEvents(Timestamp.earliest.day...max(before.day.adding(days: -1), Timestamp.earliest.day))
        try begin()
        var plan = PruningPlan(before: before, nights: try store.sealedNights())
        var texts: [TextTable: [(digest: Int64, number: Int64)]] = [:]
        try look { database in
            try plan.lookAtEarlyEvents(database)
            try plan.lookAtLateEvents(database)
            try plan.lookAtDeliveries(database)
            for table in TextTable.allCases { texts[table] = try plan.idleTexts(table, database) }
        }
        guard plan.nightsConcerned.isSubset(of: nights.map(\.day)) else {
            try end()
            throw .failed(
                path: store.path, doing: "prune", reason: "another night has events to remove since they were checked")
        }
        var removed = PrunedRows(before: before)
        removed.events = try removeEvents(through: plan.lastSealed)
        removed.deliveries = try removeDeliveries(of: plan.idleMessages)
        for (table, idle) in texts { removed.texts += try removeTexts(idle, of: table) }
        try end()
        return removed
    }

    private func look(_ body: (Database) throws -> Void) throws(StoreError) {
        do {
            try store.makeSnapshot().read(body)
        } catch {
            throw StoreError(error, path: store.path, doing: "read")
        }
    }

    // MARK: - Stages

    private func begin() throws(StoreError) {
        let isAnnounced = try store.transact { database in
            try database.execute(
                sql: "UPDATE pruning SET before = max(ifnull(before, ?1), ?1), stage = stage + (stage % 3 = 0)",
                arguments: [before.secondsSince1970])
            return try !PruningState(database).isRemoving
        }
        if isAnnounced { Thread.sleep(forTimeInterval: grace / .seconds(1)) }
        try store.transact { database in
            try database.execute(sql: "UPDATE pruning SET stage = stage + (stage % 3 = 1); \(Self.watch)")
        }
    }

    private func end() throws(StoreError) {
        try store.transact { database in
            try database.execute(sql: Self.unwatch + "UPDATE pruning SET stage = stage + 1")
        }
    }

    /// Triggers that note what others need from now on.
    private static let watch = """
        CREATE TRIGGER IF NOT EXISTS touch_by_event AFTER INSERT ON event BEGIN
            INSERT OR IGNORE INTO touched VALUES ('delivery', NEW.message, NEW.device);
            INSERT OR IGNORE INTO touched SELECT 'identifier', NEW.target, 0 WHERE NEW.target IS NOT NULL;
            INSERT OR IGNORE INTO touched SELECT 'payload', NEW.payload, 0 WHERE NEW.payload IS NOT NULL;
            INSERT OR IGNORE INTO touched SELECT 'identifier', target, 0 FROM message WHERE id = NEW.message;
            INSERT OR IGNORE INTO touched
                SELECT 'identifier', target, 0 FROM delivery WHERE message = NEW.message AND device = NEW.device;
            INSERT OR IGNORE INTO touched
                SELECT 'payload', payload, 0 FROM delivery WHERE message = NEW.message AND device = NEW.device;
            INSERT OR IGNORE INTO touched VALUES ('identifier', NEW.device, 0);
        END;
        CREATE TRIGGER IF NOT EXISTS touch_by_delivery AFTER INSERT ON delivery BEGIN
            INSERT OR IGNORE INTO touched VALUES ('identifier', NEW.target, 0), ('payload', NEW.payload, 0);
        END;
        CREATE TRIGGER IF NOT EXISTS touch_by_message AFTER INSERT ON message BEGIN
            INSERT OR IGNORE INTO touched VALUES ('identifier', NEW.target, 0);
        END;
        CREATE TRIGGER IF NOT EXISTS touch_by_target AFTER UPDATE OF target ON message BEGIN
            INSERT OR IGNORE INTO touched VALUES ('identifier', NEW.target, 0);
        END;
        """

    private static let unwatch = """
        DROP TRIGGER IF EXISTS touch_by_event;
        DROP TRIGGER IF EXISTS touch_by_delivery;
        DROP TRIGGER IF EXISTS touch_by_message;
        DROP TRIGGER IF EXISTS touch_by_target;
        DELETE FROM touched;
        """

    // MARK: - Removing

    /// The approximate number of rows removed at once: others wait at most some tenths of a second.
    private static let batch = 1 << 14

    private func removing(_ body: (Database) throws -> Int) throws(StoreError) -> Int {
        try store.transact(synced: false) { database in
            try database.execute(sql: "UPDATE pruning SET removals = removals + 1")
            return try body(database)
        }
    }

    private func removeEvents(through lastSealed: Int64) throws(StoreError) -> Int {
        var removed = 0
        var start: Int64? = Int64.min
        while let from = start {
            removed += try removing { database in
                // Whole seconds of events, as many as make a batch.
                let next = try Int64.fetchOne(
                    database, sql: "SELECT time FROM event WHERE time >= ? ORDER BY time LIMIT 1 OFFSET ?",
                    arguments: [from, Self.batch])
                let end = min(max(next ?? .max, from == .min ? .min : from + 1), before.secondsSince1970)
                start = end < before.secondsSince1970 ? end : nil
                return try removeEvents(from..<end, through: lastSealed, database)
            }
        }
        return removed
    }

    private func removeEvents(_ times: Range<Int64>, through lastSealed: Int64, _ database: Database) throws -> Int {
        let idle = """
            event WHERE time >= ?1 AND time < ?2 AND ifnull(night, \(StoreSchema.day("time"))) <= ?3
                AND (SELECT ifnull(created, first) FROM message WHERE id = event.message) < ?4
            """
        let arguments = [times.lowerBound, times.upperBound, lastSealed, before.secondsSince1970]
        let search = try PreparedQuery<StoredEvent.Columns>(database, from: idle)
        let deletion = try PreparedStatement(database, "DELETE FROM \(idle)")
        for (index, argument) in arguments.enumerated() {
            search.bind(argument, at: Int32(index + 1))
            deletion.bind(argument, at: Int32(index + 1))
        }
        var events: [StoredEvent] = []
        while let row = try search.next() { events.append(StoredEvent(row)) }
        search.reset()
        var sums = try EventSums(of: events, database)
        try sums.store(in: database, removing: true)
        return try deletion.changes()
    }

    private func removeDeliveries(of messages: [Int64]) throws(StoreError) -> Int {
        var removed = 0
        for some in messages.batches(of: Self.batch) {
            removed += try removing { database in
                let deletion = try PreparedStatement(
                    database,
                    """
                    DELETE FROM delivery WHERE message = ?1 AND NOT EXISTS (
                        SELECT 1 FROM touched WHERE kind = 'delivery' AND id = message AND other = device)
                    """)
                let touched = try ValueQuery(
                    database, sql: "SELECT EXISTS (SELECT 1 FROM touched WHERE kind = 'delivery' AND id = ?1)")
                let table = try MessageTable(database, fingerprint: Fingerprint(database))
                return try some.reduce(0) { sum, message in
                    touched.bind(message, at: 1)
                    if try touched.number() == 0 {
                        var (known, code) = try table.find(message)
                        known.target = 0
                        try table.change(known, code: code)
                    }
                    deletion.bind(message, at: 1)
                    return sum + (try deletion.changes())
                }
            }
        }
        return removed
    }

    private func removeTexts(_ texts: [(digest: Int64, number: Int64)], of table: TextTable) throws(StoreError) -> Int {
        var removed = 0
        for some in texts.batches(of: Self.batch) {
            removed += try removing { database in
                let deletion = try PreparedStatement(
                    database,
                    """
                    DELETE FROM \(table) WHERE id = ?1 AND NOT EXISTS (
                        SELECT 1 FROM touched WHERE kind = '\(table)' AND touched.id = \(table).id)
                    """)
                let forgetting = try ["\(table)_digest", "latest_\(table)_digest"].map { index in
                    try PreparedStatement(database, "DELETE FROM \(index) WHERE digest = ?1 AND id = ?2")
                }
                return try some.reduce(0) { sum, text in
                    deletion.bind(text.number, at: 1)
                    guard try deletion.changes() > 0 else { return sum }
                    for index in forgetting {
                        index.bind(text.digest, at: 1)
                        index.bind(text.number, at: 2)
                        try index.run()
                    }
                    return sum + 1
                }
            }
        }
        return removed
    }
}

/// The rows that a pruning removed.
public struct PrunedRows: Hashable, Sendable {
    /// The time from which events stay.
    public var before: Timestamp
    /// The number of events.
    public var events = 0
    /// The number of deliveries.
    public var deliveries = 0
    /// The number of hardware ids, targets and payloads.
    public var texts = 0
}

extension Array {
    fileprivate func batches(of size: Int) -> some Sequence<ArraySlice<Element>> {
        stride(from: 0, to: count, by: size).lazy.map { self[$0..<Swift.min($0 + size, count)] }
    }
}
