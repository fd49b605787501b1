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

    @Test("jobs keep what they were asked for, and belong to nobody")
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
}
