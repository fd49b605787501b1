import GRDB
public import TrackingLog

/// What is worth watching of a store, and cheap to ask often.
public struct StoreGauges: Hashable, Sendable {
    /// How many jobs stand where.
    public var jobs: [LogJob.State: Int]
    /// How many events are in no archive yet.
    public var unsealed: Int
    /// The last day whose archive is sealed; nil before the first.
    public var sealedThrough: Day?
}

extension EventStore {
    /// Looks at what is worth watching, as it stands at this moment.
    public func gauges() throws(StoreError) -> StoreGauges {
        try read { database in
            let jobs = try Row.fetchAll(database, sql: "SELECT state, count(*) FROM job GROUP BY state")
            return StoreGauges(
                jobs: Dictionary(
                    uniqueKeysWithValues: jobs.compactMap { row in
                        LogJob.State(rawValue: row[0]).map { ($0, row[1] as Int) }
                    }),
                unsealed: try Self.unsealed(database),
                sealedThrough: try Int64.fetchOne(database, sql: "SELECT max(day) FROM sealed")
                    .map(Day.init(daysSince1970:)))
        }
    }

    /// How many events belong to nights that are not sealed.
    static func unsealed(_ database: Database) throws -> Int {
        let sql = "SELECT sum(events) FROM event_sum WHERE night > ifnull((SELECT max(day) FROM sealed), ?)"
        return try Int.fetchOne(database, sql: sql, arguments: [Int64.min]) ?? 0
    }
}
