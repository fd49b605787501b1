public import Durability
import GRDB
public import TrackingLog

/// A store's figures for monitoring, cheap to read often.
public struct StoreGauges: Hashable, Sendable {
    /// The number of jobs in each state.
    public var jobs: [LogJob.State: Int]
    /// The number of events that are in no archive yet.
    public var unsealed: Int
    /// The first day whose archive is sealed; nil where none is.
    public var sealedFrom: Day?
    /// The last one.
    public var sealedThrough: Day?
    /// The ledger of the store's nights; nil before the first.
    public var ledger: KnownLedger?
    /// When events were recorded last; nil before the first.
    public var lastRecorded: Timestamp?
    /// The length of the store's files, in bytes.
    public var bytes: Int
    /// The space on its disk; nil where the system does not report it.
    public var disk: DiskSpace?
}

extension EventStore {
    /// The figures for monitoring, as of this moment.
    public func gauges() throws(StoreError) -> StoreGauges {
        try read { database in
            StoreGauges(
                jobs: try LogJob.State.counts(database), unsealed: try Self.unsealed(database),
                sealedFrom: try Self.sealedFrom(database), sealedThrough: try Self.sealedThrough(database),
                ledger: try Self.knownLedger(database),
                lastRecorded: try Self.lastRecorded(database),
                bytes: bytes, disk: DiskSpace(at: path))
        }
    }

    /// The number of events that happened on each of these days; a day without events is left out.
    public func eventCounts(of days: ClosedRange<Day>) throws(StoreError) -> [Day: Int] {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT day, sum(events) FROM event_sum WHERE day BETWEEN ? AND ? GROUP BY day",
                arguments: [days.lowerBound.daysSince1970, days.upperBound.daysSince1970])
            return Dictionary(uniqueKeysWithValues: rows.map { (Day(daysSince1970: $0[0]), $0[1]) })
        }
    }

    private static func sealedFrom(_ database: Database) throws -> Day? {
        try Int64.fetchOne(database, sql: "SELECT min(day) FROM sealed").map(Day.init(daysSince1970:))
    }

    static func sealedThrough(_ database: Database) throws -> Day? {
        try Int64.fetchOne(database, sql: "SELECT max(day) FROM sealed").map(Day.init(daysSince1970:))
    }

    /// The number of events in nights that are not sealed.
    static func unsealed(_ database: Database) throws -> Int {
        let sql = "SELECT sum(events) FROM event_sum WHERE night > ifnull((SELECT max(day) FROM sealed), ?)"
        return try Int.fetchOne(database, sql: sql, arguments: [Int64.min]) ?? 0
    }
}
