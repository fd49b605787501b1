import GRDB
import Testing
import TrackingLog

@testable import EventStore

@Suite("A store of an older version is brought up to date, and loses nothing")
struct MigrationTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Makes a store as the first version had it, with two jobs.
    private func makeFirstVersion() throws {
        let database = try DatabaseQueue(path: scratch.storePath)
        try database.write { database in
            try StoreSchema.migrate(database, from: 0, to: 1)
            try database.execute(
                sql: """
                    INSERT INTO job (id, requested, as_of, date, app, state, available)
                    VALUES ('\(Self.ids[0])', 1, 2, NULL, 'A "quoted" app', 'queued', 3),
                        ('\(Self.ids[1])', 1, 2, 4, NULL, 'queued', 3);
                    INSERT INTO app VALUES (1, 'A');
                    """)
        }
        try database.close()
    }

    private static let ids = (0..<2).map { _ in JobID.random() }

    @Test("jobs keep their requests, and have no owner")
    func jobs() throws {
        try makeFirstVersion()
        let store = try EventStore(path: scratch.storePath)
        let queue = JobQueue(of: store)
        let first = try #require(try queue.job(Self.ids[0], at: .now))
        #expect(first.apps == ["A \"quoted\" app"] && first.owner == nil && first.failures == 0)
        let second = try #require(try queue.job(Self.ids[1], at: .now))
        #expect(second.apps == nil && second.date == Day(daysSince1970: 4))
        #expect(try queue.claim(at: .now)?.job.id == Self.ids[0])
    }

    @Test("the migrated store is the same as a new one, table by table")
    func same() throws {
        try makeFirstVersion()
        let other = try Scratch()
        let schemas = try [EventStore(path: scratch.storePath), other.store()].map { store in
            try store.texts("SELECT name || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY name")
        }
        #expect(schemas[0] == schemas[1])
        #expect(try EventStore(path: scratch.storePath).status().schema == StoreSchema.version)
    }

    /// A store as version 4 had it: a message of several apps among others, two sealed nights, events that are not sealed.
    private func makeFourthVersion(isBound: Bool) throws {
        let day = noon.day.daysSince1970
        let start = noon.day.start.secondsSince1970
        let database = try DatabaseQueue(path: scratch.storePath)
        try database.write { database in
            try StoreSchema.migrate(database, from: 0, to: 4)
            try database.execute(
                sql: """
                    INSERT INTO app VALUES (1, 'A'), (2, 'B');
                    INSERT INTO identifier VALUES (1, 'H1'), (2, 'user'), (3, 'other');
                    INSERT INTO payload VALUES (1, '{}'), (2, '[2]');
                    INSERT INTO outcome VALUES (1, 1, 'sent', ''), (2, 1, 'SENT', '');
                    INSERT INTO message VALUES (1, 'T1', NULL, \(start - 86400), 2, 1), (2, 'T2', NULL, \(start), 0, 0);
                    INSERT INTO delivery VALUES (1, 1, 2, 1, 1), (2, 1, 0, 0, 0);
                    INSERT INTO event VALUES
                        (\(start - 86400), 1, 1, 1, 1, NULL, NULL, NULL, NULL),
                        (\(start - 86399), 1, 1, 1, 2, 2, 3, 2, NULL),
                        (\(start), 2, 1, 1, 3, NULL, NULL, NULL, NULL),
                        (\(start + 5), 1, 1, 1, 4, NULL, NULL, 0, 2);
                    INSERT INTO recording VALUES
                        (\(start + 60), 1, 2, \(start - 86400), \(start - 86399)),
                        (\(start + 86400), 3, 4, \(start), \(start + 5));
                    INSERT INTO sealed VALUES (\(day - 1), 0), (\(day), 2);
                    INSERT INTO token VALUES (1, 'n', x'00', 'ingest', \(isBound ? "'[\"A\"]'" : "NULL"), 1, NULL, NULL, NULL);
                    """)
            let digest = try ContentDigest(database)
            for (table, id, text) in [
                ("message", 1, "T1"), ("message", 2, "T2"), ("identifier", 1, "H1"), ("identifier", 2, "user"),
                ("identifier", 3, "other"), ("payload", 1, "{}"), ("payload", 2, "[2]"),
            ] {
                try database.execute(
                    sql: "INSERT INTO latest_\(table)_digest VALUES (?, ?)",
                    arguments: [Array(text.utf8).withUnsafeBytes(digest.of), id])
            }
        }
        try database.close()
    }

    @Test(
        "rows stay as they were, sealed nights too; a message of several apps becomes one of each",
        arguments: [true, false])
    func keyedByApp(isBound: Bool) throws {
        try makeFourthVersion(isBound: isBound)
        let start = noon.day.start.secondsSince1970
        let store = try EventStore(path: scratch.storePath)
        #expect(
            try store.rows() == [
                "\(start - 86400)|T1|user|H1|sent||A|{}", "\(start - 86399)|T1|other|H1|SENT||B|{}",
                "\(start)|T2||H1|sent|||", "\(start + 5)|T1|user|H1|sent|||[2]",
            ])
        #expect(try store.texts("SELECT code || app FROM message ORDER BY id") == ["T11", "T20", "T10", "T12"])
        // Sealed is what was sealed; what was not belongs to its own day, as far as that is open.
        #expect(try store.nights() == ["2026-11-20 1", "2026-11-20 2", "2026-11-21 3", "2026-11-21 4"])
        #expect(try store.sealedNights().map(\.count) == [0, 2])
        #expect(try store.nextNight() == noon.day.adding(days: 1))
        #expect(try store.check() == [])
        // Where tokens are bound to apps, it is unknown who named an app: rows without an app belong to none.
        try Recorder(store).record([Line(time: start + 9, target: nil, app: nil, payload: nil)])
        #expect(try store.rows().last == "\(start + 9)|T1||H1|sent||\(isBound ? "" : "A")|{}")
        #expect(try store.check() == [])
    }
}
