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
            let lastSeq = try Int.fetchOne(database, sql: "SELECT max(last_seq) FROM recording") ?? 0
            let sealedSeq = try Int.fetchOne(database, sql: "SELECT max(last_seq) FROM sealed") ?? 0
            return StoreGauges(
                jobs: Dictionary(
                    uniqueKeysWithValues: jobs.compactMap { row in
                        LogJob.State(rawValue: row[0]).map { ($0, row[1] as Int) }
                    }),
                unsealed: lastSeq - sealedSeq,
                sealedThrough: try Int64.fetchOne(database, sql: "SELECT max(day) FROM sealed")
                    .map(Day.init(daysSince1970:)))
        }
    }
}
