import GRDB
public import TrackingLog

extension JobQueue {
    /// A finished log that is kept.
    private struct Kept {
        enum Columns: Int32, QueryColumns {
            case result, owner, bytes

            var sql: String {
                switch self {
                case .result: "worker"
                case .owner: "coalesce(owner, 0)"
                case .bytes: "coalesce(bytes, 0)"
                }
            }
        }

        var result: String
        var owner: Int64
        var bytes: Int

        init(_ row: Row) {
            result = row[Columns.result]
            owner = row[Columns.owner]
            bytes = row[Columns.bytes]
        }
    }

    /// The kept logs of an owner, or of all.
    private struct Sum {
        var count = 0
        var bytes = 0
        var files: Set<UInt64> = []

        /// Adds a log, which may share its file with another.
        mutating func add(_ bytes: Int, file: UInt64?) {
            count += 1
            if file.map({ files.insert($0).inserted }) ?? true { self.bytes += bytes }
        }
    }

    /// Expires the oldest logs beyond the limits.
    ///
    /// - Parameters:
    ///   - limits: how many results are kept, and how large they may be.
    ///   - now: the current time.
    ///   - file: returns the file of a log; logs that share one take its space once.
    /// - Returns: the number of expired logs.
    public func expire(
        beyond limits: ResultLimits, at now: Timestamp, file: (JobID) -> UInt64? = { _ in nil }
    ) throws(StoreError) -> Int {
        var all = Sum()
        var owned: [Int64: Sum] = [:]
        var surplus: [String] = []
        for kept in try keptResults(at: now) {
            let file = JobID(kept.result).flatMap(file)
            var (sum, own) = (all, owned[kept.owner] ?? Sum())
            sum.add(kept.bytes, file: file)
            own.add(kept.bytes, file: file)
            let fits =
                sum.count <= limits.maximum && own.count <= limits.maximumPerOwner && sum.bytes <= limits.maximumBytes
                && own.bytes <= limits.maximumBytesPerOwner
            // The newest log of an owner is kept however long it is: its owner waits for it.
            guard fits || own.count == 1 && sum.count <= limits.maximum else {
                surplus.append(kept.result)
                continue
            }
            (all, owned[kept.owner]) = (sum, own)
        }
        try expire(surplus, at: now)
        return surplus.count
    }

    /// Expires the oldest log of the owner with the most bytes.
    ///
    /// - Returns: its name; nil where none is kept.
    public func expireOldest(at now: Timestamp) throws(StoreError) -> JobID? {
        let kept = try keptResults(at: now)
        let bytes = kept.reduce(into: [:]) { $0[$1.owner, default: 0] += $1.bytes }
        guard let owner = bytes.max(by: { $0.value < $1.value })?.key,
            let oldest = kept.last(where: { $0.owner == owner })
        else { return nil }
        try expire([oldest.result], at: now)
        return JobID(oldest.result)
    }

    /// The kept logs, the newest first.
    private func keptResults(at now: Timestamp) throws(StoreError) -> [Kept] {
        try store.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(Kept.Columns.list) FROM job
                    WHERE state = 'done' AND expires > ? ORDER BY finished DESC, number DESC
                    """, arguments: [now.secondsSince1970]
            ).map(Kept.init)
        }
    }

    private func expire(_ results: [String], at now: Timestamp) throws(StoreError) {
        guard !results.isEmpty else { return }
        try store.transact { database in
            for result in results {
                try database.execute(
                    sql: """
                        UPDATE job SET state = 'expired', expires = min(expires, ?) WHERE worker = ? AND state = 'done'
                        """,
                    arguments: [now.secondsSince1970, result])
            }
        }
    }
}
