import GRDB
public import TrackingLog

extension JobQueue {
    /// A finished log that is kept.
    private struct Kept {
        var result: String
        var owner: Int64
        var bytes: Int
    }

    /// What is kept of somebody's logs.
    private struct Sum {
        var count = 0
        var bytes = 0
        var files: Set<UInt64> = []

        /// Adds a log, whose file may be another's too.
        mutating func add(_ bytes: Int, file: UInt64?) {
            count += 1
            if file.map({ files.insert($0).inserted }) ?? true { self.bytes += bytes }
        }
    }

    /// Lets the oldest logs expire that are more than may be kept.
    ///
    /// - Parameters:
    ///   - limits: how many results are kept, and how large they may be.
    ///   - now: the current time.
    ///   - file: tells which file a log lies in; logs that share one take its room once.
    /// - Returns: how many there were.
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
                sum.count <= limits.most && own.count <= limits.mostPerOwner && sum.bytes <= limits.mostBytes
                && own.bytes <= limits.mostBytesPerOwner
            // The newest log of an owner is kept however long it is: somebody waits for it.
            guard fits || own.count == 1 && sum.count <= limits.most else {
                surplus.append(kept.result)
                continue
            }
            (all, owned[kept.owner]) = (sum, own)
        }
        try expire(surplus, at: now)
        return surplus.count
    }

    /// Lets the oldest log expire of the owner whose logs take the most room; nil where none is kept.
    ///
    /// - Returns: its name.
    public func expireOldest(at now: Timestamp) throws(StoreError) -> JobID? {
        let kept = try keptResults(at: now)
        let bytes = kept.reduce(into: [:]) { $0[$1.owner, default: 0] += $1.bytes }
        guard let owner = bytes.max(by: { $0.value < $1.value })?.key,
            let oldest = kept.last(where: { $0.owner == owner })
        else { return nil }
        try expire([oldest.result], at: now)
        return JobID(oldest.result)
    }

    /// The logs that are kept, the newest first.
    private func keptResults(at now: Timestamp) throws(StoreError) -> [Kept] {
        try store.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT worker, coalesce(owner, 0), coalesce(bytes, 0) FROM job
                    WHERE state = 'done' AND expires > ? ORDER BY finished DESC, number DESC
                    """, arguments: [now.secondsSince1970]
            ).map { Kept(result: $0[0], owner: $0[1], bytes: $0[2]) }
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
