import GRDB
public import TrackingLog

/// A damage in a store.
public struct StoreDamage: Hashable, Sendable, CustomStringConvertible {
    /// A kind of damage.
    public enum Kind: String, CaseIterable, Sendable {
        /// SQLite finds its own structure damaged.
        case structure
        /// The events of a day are not the recorded ones.
        case events
        /// The rows of messages are not what was recorded.
        case messages
        /// A row refers to another one that is not there.
        case references
        /// A text cannot be found by its digest: the same event could be recorded twice.
        case digests
        /// Sealed nights have gaps, or lack events.
        case nights
    }

    /// Its kind.
    public var kind: Kind
    /// The UTC day of the damaged events; nil where it does not belong to a day.
    public var day: Day?
    /// What is wrong, in plain words.
    public var detail: String

    /// `KIND: what is wrong`
    public var description: String { "\(kind.rawValue): \(detail)" }
}

extension EventStore {
    /// Checks everything in the store, and returns the damages.
    ///
    /// It checks SQLite's structure, every event against the sums kept when it was recorded, every message against its
    /// fingerprint, references, digests and nights.
    ///
    /// - Parameter progress: receives the number of events read, and of all.
    public func check(
        progress: (@Sendable (_ done: Int, _ of: Int) -> Void)? = nil
    ) throws(StoreError) -> [StoreDamage] {
        var damages = try read { database in
            try attempt(.structure) { try Self.structure(database) }
        }
        // One by one: where one check cannot even read, the others still report.
        damages += try checkDays(progress)
        damages += try read { database in
            try attempt(.messages) { try Self.messages(database) }
                + attempt(.references) { try Self.references(database) }
                + attempt(.digests) { try Self.digests(database) } + attempt(.nights) { try Self.nights(database) }
        }
        return damages
    }

    /// Runs a check, and counts an unreadable store as a damage of its kind.
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

    /// Reads the events of each day by itself, so that every damaged day is found.
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
        var done = 0
        for day in days {
            var selection = EventSelection.everything
            selection.days = day...day
            selection.apps = []
            do {
                try readEvents(selection, into: &done) { events, _ in
                    events
                } consume: { done, events in
                    done += events
                    progress?(done, total)
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

    /// The days that have events, or had some when their sums were kept.
    private static func daysWithEvents(_ database: Database, _ kept: EventSums) throws -> [Day] {
        let sql = "SELECT DISTINCT \(StoreSchema.day("time")) FROM event"
        let days = try Int64.fetchAll(database, sql: sql).map(Day.init(daysSince1970:))
        return Set(days + kept.days).sorted()
    }

    private static func messages(_ database: Database) throws -> [StoreDamage] {
        let fingerprint = try Fingerprint(database)
        let messages = try PreparedQuery<MessageTable.Columns>(database, from: "message")
        defer { messages.reset() }
        var count = 0
        while let row = try messages.next() {
            let known = KnownMessage(row, number: row.integer(.id))
            let found = fingerprint.message(code: fingerprint.of(row.text(.code)), known)
            if found != row.integer(.fingerprint) { count += 1 }
        }
        guard count > 0 else { return [] }
        return [StoreDamage(kind: .messages, detail: "the rows of \(count) messages are not what was recorded")]
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
            return StoreDamage(kind: .references, detail: "\(count) rows refer to \(name) that are missing")
        }
    }

    private enum DigestedColumns: Int32, QueryColumns {
        case id, text
    }

    private static func digests(_ database: Database) throws -> [StoreDamage] {
        let digest = try ContentDigest(database)
        return try [("identifier", "text"), ("payload", "body"), ("message", "code")].compactMap { table, column in
            let texts = try PreparedQuery<DigestedColumns>(
                database, from: "(SELECT id, \(column) AS text FROM \(table)) WHERE id > 0")
            let searches = try ["latest_\(table)_digest", "\(table)_digest"].map { index in
                try ValueQuery(
                    database, sql: "SELECT EXISTS (SELECT 1 FROM \(index) WHERE digest = ?1 AND id = ?2)")
            }
            defer { texts.reset() }
            var count = 0
            while let row = try texts.next() {
                let value = digest.of(row.text(.text))
                let isFound = try searches.contains { search in
                    search.bind(value, at: 1)
                    search.bind(row.integer(.id), at: 2)
                    return try search.number() == 1
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
            let detail = "the night of \(night.day) was sealed with \(night.count) events and now has \(events)"
            damages.append(StoreDamage(kind: .nights, day: night.day, detail: detail))
        }
        return damages
    }
}
