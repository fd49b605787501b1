import Durability
import Glibc
import GRDB
public import TrackingLog

/// What a store holds.
public struct StoreStatus: Hashable, Sendable {
    /// The length of the store's files, in bytes.
    public var bytes: Int
    /// The version of its schema.
    public var schema: Int
    /// The number of events.
    public var events: Int
    /// The number of messages.
    public var messages: Int
    /// The number of deliveries: messages to a device.
    public var deliveries: Int
    /// The number of devices; what has no hwid is none.
    public var devices: Int
    /// The times of the first and the last event; nil in an empty store.
    public var times: ClosedRange<Timestamp>?
    /// The earliest and the latest time of recording; nil in an empty store.
    public var recorded: ClosedRange<Timestamp>?
    /// The last day whose archive is sealed; nil before the first.
    public var sealedThrough: Day?
    /// The number of events that are in no archive yet.
    public var unsealed: Int
    /// Events that happened before this are pruned; nil where none are.
    public var prunedBefore: Timestamp?
    /// The number of jobs in each state.
    public var jobs: [LogJob.State: Int]
}

extension EventStore {
    /// What the store holds, as of this moment.
    public func status() throws(StoreError) -> StoreStatus {
        try read { database in
            func number(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
            func time(_ sql: String) throws -> Timestamp? {
                try Int64?.fetchOne(database, sql: sql)?.map(Timestamp.init(secondsSince1970:))
            }
            func times(_ first: String, _ last: String) throws -> ClosedRange<Timestamp>? {
                guard let first = try time(first) else { return nil }
                return first...(try time(last) ?? first)
            }
            return StoreStatus(
                bytes: bytes,
                schema: try number("PRAGMA user_version"),
                events: try number("SELECT sum(events) FROM event_sum"),
                messages: try number("SELECT count(*) FROM message"),
                deliveries: try number("SELECT count(*) FROM delivery"),
                devices: try Self.devices(database),
                times: try times("SELECT min(time) FROM event", "SELECT max(time) FROM event"),
                recorded: try times("SELECT first_recorded FROM store", "SELECT last_recorded FROM store"),
                sealedThrough: try Self.sealedThrough(database),
                unsealed: try Self.unsealed(database),
                prunedBefore: try PruningState(database).before,
                jobs: try LogJob.State.counts(database))
        }
    }

    /// The number of devices with deliveries. Counting them in SQL would sort the deliveries.
    private static func devices(_ database: Database) throws -> Int {
        var seen = NumberSet()
        let devices = try ValueQuery(database, sql: "SELECT device FROM delivery WHERE device <> 0")
        defer { devices.reset() }
        while let row = try devices.next() { seen.insert(row.integer(.value)) }
        return seen.count
    }

    /// The length of the store's files, in bytes.
    var bytes: Int {
        let end = (try? FilePlace.following(path)) ?? path
        return ["", "-wal"].reduce(0) { sum, suffix in
            var status = stat()
            return stat(end + suffix, &status) == 0 ? sum + Int(status.st_size) : sum
        }
    }

    /// The latest time that a clock showed when events were recorded; nil before the first.
    static func lastRecorded(_ database: Database) throws -> Timestamp? {
        try Int64?.fetchOne(database, sql: "SELECT last_recorded FROM store")?
            .map(Timestamp.init(secondsSince1970:))
    }
}
