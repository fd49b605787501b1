import GRDB
import Synchronization
public import TrackingLog

/// What is damaged in a store.
public struct StoreDamage: Hashable, Sendable, CustomStringConvertible {
    /// What kind of damage it is.
    public enum Kind: String, CaseIterable, Sendable {
        /// SQLite finds its own structure damaged.
        case structure
        /// The events of a day are not those that were recorded.
        case events
        /// What is known of messages is not what was recorded.
        case messages
        /// A row refers to another one that is not there.
        case references
        /// A text cannot be found by its digest: the same event could be recorded twice.
        case digests
        /// Sealed nights do not follow one another, or have not the events they were sealed with.
        case nights
    }

    /// What kind of damage it is.
    public var kind: Kind
    /// The UTC day whose events are concerned; nil where it is not of a day.
    public var day: Day?
    /// What is wrong, in words for people.
    public var detail: String

    /// `KIND: what is wrong`
    public var description: String { "\(kind.rawValue): \(detail)" }
}

extension EventStore {
    /// Checks everything in the store: SQLite's structure, every event against the sums that were kept when it was recorded,
    /// every message against its fingerprint, references, digests, nights.
    ///
    /// - Parameter progress: told how many events are read, of how many.
    /// - Returns: what is damaged; nothing where all is well.
    public func check(
        progress: (@Sendable (_ done: Int, _ of: Int) -> Void)? = nil
    ) throws(StoreError) -> [StoreDamage] {
        var damages = try read { database in
            try attempt(.structure) { try Self.structure(database) }
        }
        // One by one: where one check cannot even read, the others still tell what they find.
        damages += try checkDays(progress)
        damages += try read { database in
            try attempt(.messages) { try Self.messages(database) }
                + attempt(.references) { try Self.references(database) }
                + attempt(.digests) { try Self.digests(database) } + attempt(.nights) { try Self.nights(database) }
        }
        return damages
    }

    /// What a check finds, where it may find that the store cannot be read.
    private func attempt(_ kind: StoreDamage.Kind, _ check: () throws -> [StoreDamage]) throws -> [StoreDamage] {
        do {
            return try check()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            return [StoreDamage(kind: kind, detail: error.message ?? "\(error)")]
        }
    }

    private static func structure(_ database: Database) throws -> [StoreDamage] {
        try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }.map { line in
            StoreDamage(kind: .structure, detail: line.replacing("\n", with: "; "))
        }
    }

    /// Reads the events of each day by itself, so that every damaged day is named.
    private func checkDays(_ progress: (@Sendable (Int, Int) -> Void)?) throws(StoreError) -> [StoreDamage] {
        let (total, days) = try read { database in
            let kept = try EventSums(database)
            let inTable = try attempt(.events) {
                _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM event")
                return []
            }
            return (kept.events, inTable.isEmpty ? try Self.daysWithEvents(database, kept) : kept.days)
        }
        var damages: [StoreDamage] = []
        let done = Atomic(0)
        for day in days {
            var selection = EventSelection.everything
            selection.days = day...day
            selection.apps = []
            do {
                try readEvents(selection) { events, _ in
                    events
                } consume: { events in
                    progress?(done.wrappingAdd(events, ordering: .relaxed).newValue, total)
                }
            } catch let error as StoreError {
                guard case .damaged(_, let detail) = error else { throw error }
                damages.append(StoreDamage(kind: .events, day: day, detail: detail))
            } catch {
                throw StoreError(error, path: path, doing: "read")
            }
        }
        return damages
    }

    /// The days of which there are events, or were when their sums were kept.
    private static func daysWithEvents(_ database: Database, _ kept: EventSums) throws -> [Day] {
        let sql = "SELECT DISTINCT \(StoreSchema.day("time")) FROM event"
        let days = try Int64.fetchAll(database, sql: sql).map(Day.init(daysSince1970:))
        return Set(days + kept.days).sorted()
    }

    private static func messages(_ database: Database) throws -> [StoreDamage] {
        let fingerprint = try Fingerprint(database)
        let rows = try PreparedStatement(
            database, "SELECT id, code, app, created, first, target, named, fingerprint FROM message")
        defer { rows.reset() }
        var count = 0
        while try rows.step() {
            let known = KnownMessage(row: rows, from: 2, number: rows.integer(0))
            if fingerprint.message(code: fingerprint.of(rows.text(1)), known) != rows.integer(7) { count += 1 }
        }
        guard count > 0 else { return [] }
        return [StoreDamage(kind: .messages, detail: "what it knows of \(count) messages is not what was recorded")]
    }

    private static func references(_ database: Database) throws -> [StoreDamage] {
        let identifiers = """
            SELECT target AS id FROM delivery UNION SELECT device FROM delivery
            UNION SELECT target FROM event WHERE target IS NOT NULL UNION SELECT target FROM message
            """
        let payloads = "SELECT payload AS id FROM delivery UNION SELECT payload FROM event WHERE payload IS NOT NULL"
        return try [
            ("deliveries", "event LEFT JOIN delivery USING (message, device) WHERE delivery.message IS NULL"),
            ("messages", "delivery LEFT JOIN message ON id = message WHERE id IS NULL"),
            ("apps", "message LEFT JOIN app ON app.id = app WHERE app.id IS NULL"),
            ("outcomes", "event LEFT JOIN outcome AS known ON known.id = outcome WHERE known.id IS NULL"),
            ("identifiers", "(\(identifiers)) LEFT JOIN identifier USING (id) WHERE text IS NULL"),
            ("payloads", "(\(payloads)) LEFT JOIN payload USING (id) WHERE body IS NULL"),
        ].compactMap { name, rows in
            guard let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(rows)"), count > 0 else {
                return nil
            }
            return StoreDamage(kind: .references, detail: "\(count) rows refer to \(name) that are not there")
        }
    }

    private static func digests(_ database: Database) throws -> [StoreDamage] {
        let digest = try ContentDigest(database)
        return try [("identifier", "text"), ("payload", "body"), ("message", "code")].compactMap { table, column in
            let rows = try PreparedStatement(database, "SELECT id, \(column) FROM \(table) WHERE id > 0")
            let searches = try ["latest_\(table)_digest", "\(table)_digest"].map { index in
                try PreparedStatement(database, "SELECT EXISTS (SELECT 1 FROM \(index) WHERE digest = ?1 AND id = ?2)")
            }
            defer { rows.reset() }
            var count = 0
            while try rows.step() {
                let value = digest.of(rows.text(1))
                let isFound = try searches.contains { search in
                    search.bind(value, at: 1)
                    search.bind(rows.integer(0), at: 2)
                    return try search.first() == 1
                }
                if !isFound { count += 1 }
            }
            guard count > 0 else { return nil }
            return StoreDamage(kind: .digests, detail: "\(count) texts of `\(table)` cannot be found by their digests")
        }
    }

    private static func nights(_ database: Database) throws -> [StoreDamage] {
        let nights = try sealedNights(database, "ORDER BY day")
        var damages: [StoreDamage] = []
        for (night, next) in zip(nights, nights.dropFirst())
        where next.day != night.day.adding(days: 1) || next.first != night.first + night.count {
            damages.append(
                StoreDamage(
                    kind: .nights, day: next.day, detail: "the sealed night of \(next.day) does not follow \(night.day)"
                ))
        }
        let isPruned = try PruningState(database).before != nil
        for night in nights {
            let events = try EventSums(database, of: night.selection).events
            guard events > night.count || (events < night.count && !isPruned) else { continue }
            let detail = "the night of \(night.day) was sealed with \(night.count) events, and has \(events)"
            damages.append(StoreDamage(kind: .nights, day: night.day, detail: detail))
        }
        return damages
    }
}
