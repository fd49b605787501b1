import Glibc
import GRDB
public import TrackingLog

/// What is in a store.
public struct StoreStatus: Hashable, Sendable {
    /// The length of the store's files, in bytes.
    public var bytes: Int
    /// The version of its schema.
    public var schema: Int
    /// How many events it holds.
    public var events: Int
    /// How many messages.
    public var messages: Int
    /// How many deliveries: messages to a device.
    public var deliveries: Int
    /// How many devices.
    public var devices: Int
    /// The times of the first and the last event; nil in an empty store.
    public var times: ClosedRange<Timestamp>?
    /// The earliest and the latest time that a clock showed when events were recorded; nil in an empty store.
    public var recorded: ClosedRange<Timestamp>?
    /// The last day whose archive is sealed; nil before the first.
    public var sealedThrough: Day?
    /// How many events are in no archive yet.
    public var unsealed: Int
    /// Events that happened before this are pruned; nil where none are.
    public var prunedBefore: Timestamp?
    /// How many jobs stand where.
    public var jobs: [LogJob.State: Int]
}

extension EventStore {
    /// Looks at what is in the store, as it stands at this moment.
    public func status() throws(StoreError) -> StoreStatus {
        try read { database in
            func number(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
            func times(_ sql: String) throws -> ClosedRange<Timestamp>? {
                guard let row = try Row.fetchOne(database, sql: sql), let first = row[0] as Int64? else { return nil }
                return Timestamp(secondsSince1970: first)...Timestamp(secondsSince1970: row[1] ?? first)
            }
            let jobs = try Row.fetchAll(database, sql: "SELECT state, count(*) FROM job GROUP BY state")
            return StoreStatus(
                bytes: ["", "-wal"].reduce(0) { $0 + Self.length(of: path + $1) },
                schema: try number("PRAGMA user_version"),
                events: try number("SELECT sum(events) FROM event_sum"),
                messages: try number("SELECT count(*) FROM message"),
                deliveries: try number("SELECT count(*) FROM delivery"),
                devices: try Self.devices(database),
                times: try times("SELECT (SELECT min(time) FROM event), (SELECT max(time) FROM event)"),
                recorded: try times("SELECT first_recorded, last_recorded FROM store"),
                sealedThrough: try Int64.fetchOne(database, sql: "SELECT max(day) FROM sealed")
                    .map(Day.init(daysSince1970:)),
                unsealed: try Self.unsealed(database),
                prunedBefore: try PruningState(database).before,
                jobs: Dictionary(
                    uniqueKeysWithValues: jobs.compactMap { row in
                        LogJob.State(rawValue: row[0]).map { ($0, row[1] as Int) }
                    }))
        }
    }

    /// How many devices have deliveries. Counting them in SQL would sort the deliveries.
    private static func devices(_ database: Database) throws -> Int {
        var seen = NumberSet()
        let deliveries = try PreparedStatement(database, "SELECT device FROM delivery")
        defer { deliveries.reset() }
        while try deliveries.step() {
            seen.insert(deliveries.integer(0))
        }
        return seen.count
    }

    private static func length(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
