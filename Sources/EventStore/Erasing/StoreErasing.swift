import Foundation
import GRDB
public import TrackingLog

/// Erases whom events of a store are about.
///
/// Events are found as of one moment, without making others wait, and written again in one transaction, if nothing was
/// recorded in between; after some tries they are found in the transaction, too. Then the whole file is rewritten, so that
/// nothing of what is gone stays in its free space, and its write-ahead log is emptied. Recorders are announced that rows
/// will go, as in ``Pruning``.
public struct StoreErasing: Sendable {
    private let store: EventStore
    private let subjects: ErasureSubjects
    /// The time that recorders have to finish what they began.
    private let grace: Duration

    /// Creates an erasure.
    ///
    /// - Parameters:
    ///   - store: the store, in which one process at a time erases or prunes.
    ///   - subjects: whom it is about.
    ///   - grace: the time that recorders have to finish what they began; a slower one has to start again.
    public init(of store: EventStore, _ subjects: ErasureSubjects, grace: Duration = .seconds(3)) {
        self.store = store
        self.subjects = subjects
        self.grace = grace
    }

    /// Finds the events, as of this moment.
    ///
    /// - Parameter messages: messages of the people among the subjects, as archives have them.
    public func find(messages: Set<MessageKey> = []) throws(StoreError) -> StoreFindings {
        do {
            return try store.makeSnapshot().read { try Self.find(subjects, messages, in: $0) }
        } catch {
            throw StoreError(error, path: store.path, doing: "read")
        }
    }

    /// Whether an earlier run was stopped before it was complete.
    public func wasStopped() throws(StoreError) -> Bool {
        try store.read { database in try Self.isUnderWay(database) }
    }

    /// The messages of people that a run which was stopped had found: archives may still have rows of them that name nobody.
    public func messagesOfStoppedRun() throws(StoreError) -> Set<MessageKey> {
        try store.read { database in
            guard try Self.isUnderWay(database) else { return [] }
            let rows = try Row.fetchAll(database, sql: "SELECT \(KeyColumns.list) FROM erasing_message")
            return Set(
                rows.map {
                    MessageKey(
                        appCode: [UInt8]($0[KeyColumns.app] as Data), trackingCode: [UInt8]($0[KeyColumns.code] as Data)
                    )
                })
        }
    }

    private enum KeyColumns: Int32, QueryColumns {
        case app, code
    }

    /// There is this table from the announcement until everything is erased; see ``end()``.
    private static let begin =
        "CREATE TABLE IF NOT EXISTS erasing_message (app BLOB NOT NULL, code BLOB NOT NULL) STRICT;"

    private static func isUnderWay(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'erasing_message')") ?? false
    }

    /// Ends a run, once archives have their erasure too.
    ///
    /// - Throws: ``StoreError/locked(path:)`` where the write-ahead log cannot be emptied; the run is not complete then.
    public func end() throws(StoreError) {
        guard try wasStopped() else { return }
        try store.write { database in try database.execute(sql: "PRAGMA secure_delete = ON") }
        try store.transact { database in try database.execute(sql: "DELETE FROM erasing_message") }
        try store.emptyLog()
        try store.transact { database in try database.execute(sql: "DROP TABLE erasing_message") }
    }

    /// Keeps what archives are searched for once the events are erased.
    private static func keep(_ messages: Set<MessageKey>, _ database: Database) throws {
        for message in messages {
            try database.execute(
                sql: "INSERT INTO erasing_message VALUES (?, ?)",
                arguments: [Data(message.appCode), Data(message.trackingCode)])
        }
    }

    /// How often events are found without making others wait.
    private static let patientTries = 3

    /// Erases.
    ///
    /// - Parameters:
    ///   - messages: messages of the people among the subjects, as archives have them.
    ///   - results: the secret names of the finished logs that hold no such row: all others are made again.
    ///   - pseudonyms: what stands in the place of those that an event is about.
    /// - Returns: the number of events, the secret names of the logs that are no longer a job's, and the messages that are about
    ///   one of the people by the events.
    /// - Throws: ``StoreError``. Where the file could not be rewritten, the next run does that. ``end()`` ends the run.
    public func run(
        messages: Set<MessageKey> = [], keeping results: Set<JobID> = [],
        pseudonyms: @escaping (Addressee) -> Addressee
    ) throws(StoreError) -> (events: Int, results: [JobID], messages: Set<MessageKey>) {
        try announce()
        var erased: (events: Int, results: [JobID], messages: Set<MessageKey>)?
        var tries = 0
        while erased == nil {
            var findings: StoreFindings?
            if tries < Self.patientTries { findings = try find(messages: messages) }
            tries += 1
            erased = try store.transact {
                [findings] database -> (events: Int, results: [JobID], messages: Set<MessageKey>)? in
                let last = try Int64.fetchOne(database, sql: "SELECT last_seq FROM store") ?? 0
                if let findings, findings.lastSeq != last { return nil }
                let found = try findings ?? Self.find(subjects, messages, in: database)
                try database.execute(sql: "PRAGMA secure_delete = ON")
                var erasure = try EventErasure(found, in: database, pseudonyms)
                try erasure.run()
                try database.execute(sql: "UPDATE pruning SET removals = removals + 1")
                try Self.keep(messages.union(found.people), database)
                return (found.count, try Self.workAgain(allBut: results, database), found.people)
            }
        }
        try compact()
        try store.transact { database in
            try database.execute(sql: "UPDATE pruning SET stage = stage + (3 - stage % 3) % 3")
        }
        return erased ?? (0, [], [])
    }

    private static func find(
        _ subjects: ErasureSubjects, _ messages: Set<MessageKey>, in database: Database
    ) throws -> StoreFindings {
        var search = ErasureSearch(subjects, messages: messages, in: database)
        return try search.run()
    }

    private func announce() throws(StoreError) {
        let isAnnounced = try store.transact { database in
            try database.execute(sql: Self.begin + "UPDATE pruning SET stage = stage + (stage % 3 = 0)")
            return try !PruningState(database).isRemoving
        }
        if isAnnounced { Thread.sleep(forTimeInterval: grace / .seconds(1)) }
        try store.transact { database in
            try database.execute(sql: "UPDATE pruning SET stage = stage + (stage % 3 = 1)")
        }
    }

    /// Lets jobs be worked again whose logs are finished, or being written from what is erased now.
    ///
    /// - Returns: the secret names of their logs.
    private static func workAgain(allBut clean: Set<JobID>, _ database: Database) throws -> [JobID] {
        let names = try String.fetchAll(
            database, sql: "SELECT worker FROM job WHERE state IN ('done', 'running') AND worker IS NOT NULL")
        let stale = names.compactMap { JobID($0) }.filter { !clean.contains($0) }
        for result in stale {
            try database.execute(
                sql: """
                    UPDATE job SET state = 'queued', attempts = 0, failures = 0, available = requested, worker = NULL,
                        reason = NULL, rows = NULL, bytes = NULL, finished = NULL, expires = NULL
                    WHERE worker = ?
                    """, arguments: [result.description])
        }
        return stale
    }

    /// Rewrites the file, and empties its write-ahead log.
    private func compact() throws(StoreError) {
        try store.write { database in
            try database.execute(sql: "VACUUM")
        }
        try store.emptyLog()
    }
}
