import GRDB
public import TrackingLog

/// The jobs of a store. Any number of processes may request logs and work jobs at once; each job is done once.
///
/// The caller gives the times, so that tests need not wait.
public struct JobQueue: Sendable {
    let store: EventStore
    /// The rules for working jobs.
    public let rules: JobRules

    /// The jobs of a store.
    public init(of store: EventStore, rules: JobRules = JobRules()) {
        self.store = store
        self.rules = rules
    }

    // MARK: - Requesting

    /// Adds a job, durably.
    ///
    /// - Parameters:
    ///   - asOf: the end of the log's window.
    ///   - date: the requested UTC day; nil means all of the window.
    ///   - apps: the requested apps; nil means every app.
    ///   - owner: the requesting token, and its maximum of open jobs; nil at the command line.
    ///   - now: the current time.
    /// - Throws: ``StoreError/tooManyJobs(maximum:)`` where the token has as many open.
    public func add(
        asOf: Timestamp, date: Day?, apps: AppCodes? = nil, owner: JobOwner? = nil, at now: Timestamp
    ) throws(StoreError) -> JobID {
        let id = JobID.random()
        try store.transact { database in
            if let owner, try openJobs(of: owner.token, in: database) >= owner.maximumOpen {
                throw StoreError.tooManyJobs(maximum: owner.maximumOpen)
            }
            try database.execute(
                sql: """
                    INSERT INTO job (id, requested, as_of, date, apps, owner, state, available)
                    VALUES (?, ?, ?, ?, ?, ?, 'queued', ?)
                    """,
                arguments: [
                    id.description, now.secondsSince1970, asOf.secondsSince1970, date?.daysSince1970,
                    apps.map(\.storedText), owner?.token, now.secondsSince1970,
                ])
        }
        return id
    }

    private func openJobs(of token: Int64?, in database: Database) throws -> Int {
        let isOwn = token == nil ? "?1 IS NULL" : "owner = ?1"
        return try Int.fetchOne(
            database, sql: "SELECT count(*) FROM job WHERE \(isOwn) AND state IN ('queued', 'running')",
            arguments: [token]) ?? 0
    }

    /// The number of a token's jobs that are queued or running; nil counts all jobs.
    public func openJobs(of token: Int64?) throws(StoreError) -> Int {
        try store.read { try openJobs(of: token, in: $0) }
    }

    /// The earliest end of an unfinished job's window; nil where there is none.
    public func earliestOpen() throws(StoreError) -> Timestamp? {
        try store.read { database in
            let sql = "SELECT min(as_of) FROM job WHERE state IN ('queued', 'running')"
            return try Int64?.fetchOne(database, sql: sql)?.map(Timestamp.init(secondsSince1970:))
        }
    }

    /// A job as it stands; nil where there is none with this name.
    ///
    /// A log whose time is over counts as expired, also before it is removed.
    public func job(_ id: JobID, at now: Timestamp) throws(StoreError) -> LogJob? {
        let row = try store.read { database in
            try Row.fetchOne(
                database, sql: "SELECT \(LogJob.Columns.list) FROM job WHERE id = ?", arguments: [id.description]
            ).map(LogJob.init)
        }
        return row?.standing(at: now)
    }

    /// The job with a secret result name, also an expired one; nil for none.
    public func job(ofResult result: JobID, at now: Timestamp) throws(StoreError) -> LogJob? {
        try store.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT \(LogJob.Columns.list) FROM job WHERE worker = ? AND state IN ('done', 'expired')",
                arguments: [result.description]
            ).map { try LogJob($0).standing(at: now) }
        }
    }

    /// The jobs of a token, or all jobs, the latest first.
    ///
    /// - Parameters:
    ///   - token: the token's number; nil means every token, and the command line.
    ///   - state: only jobs in this state; nil means all.
    ///   - before: only jobs requested before this one; nil begins with the latest.
    ///   - maximum: the maximum number of jobs.
    ///   - now: the current time.
    public func jobs(
        of token: Int64?, state: LogJob.State? = nil, before: JobID? = nil, maximum: Int, at now: Timestamp
    ) throws(StoreError) -> [LogJob] {
        // A log whose time is over is expired, even if its row does not say so yet.
        let standing = "iif(state = 'done' AND expires <= ?2, 'expired', state)"
        let isOwn = token == nil ? "?1 IS NULL" : "owner = ?1"
        return try store.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(LogJob.Columns.list) FROM job
                    WHERE \(isOwn) AND (?3 IS NULL OR \(standing) = ?3)
                        AND (?4 IS NULL OR number < (SELECT number FROM job WHERE id = ?4 AND \(isOwn)))
                    ORDER BY number DESC LIMIT ?5
                    """,
                arguments: [token, now.secondsSince1970, state?.rawValue, before?.description, maximum]
            ).map { try LogJob($0).standing(at: now) }
        }
    }

    // MARK: - Working

    /// Claims a job without a worker, or whose worker's lease has ended; nil for none.
    ///
    /// Owners take turns, and the command line counts as one; an owner's jobs are taken in their order. A job that was
    /// attempted too often fails.
    ///
    /// - Parameter now: the current time. It is asked for again once the store is ours: by the time before the wait, a lease
    ///   that another worker was given meanwhile would seem to be a wrong clock's.
    public func claim(at now: @autoclosure () -> Timestamp) throws(StoreError) -> JobClaim? {
        // Most looks at the queue find nothing, and must not wait for a writer.
        guard try isAnyAvailable(at: now()) else { return nil }
        return try store.transact { database in
            let now = now()
            try failAbandoned(in: database, at: now)
            guard let next = try nextJob(in: database, at: now) else { return nil }
            let worker = JobID.random()
            let row = try Row.fetchOne(
                database,
                sql: """
                    UPDATE job SET state = 'running', attempts = attempts + 1, available = ?, worker = ?
                    WHERE number = ? RETURNING \(LogJob.Columns.list)
                    """,
                arguments: [now.secondsSince1970 + rules.lease, worker.description, next])
            guard let claim = try row.map({ JobClaim(job: try LogJob($0), worker: worker) }) else { return nil }
            try database.execute(
                sql: """
                    INSERT INTO job_turn SELECT ?, coalesce(max(turn), 0) + 1 FROM job_turn WHERE true
                    ON CONFLICT DO UPDATE SET turn = excluded.turn
                    """, arguments: [claim.job.owner ?? 0])
            return claim
        }
    }

    /// The first job of the owner whose last turn was longest ago.
    private func nextJob(in database: Database, at now: Timestamp) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT number FROM (
                    SELECT min(number) AS number, coalesce(owner, 0) AS owner FROM job
                    WHERE state IN ('queued', 'running') AND \(isFree(at: now)) GROUP BY owner)
                LEFT JOIN job_turn USING (owner) ORDER BY coalesce(turn, 0), number LIMIT 1
                """)
    }

    /// Holds a claim for another lease.
    ///
    /// - Parameters:
    ///   - claim: the job, as it was claimed.
    ///   - now: the current time, asked for when the store is ours: a wait must not shorten the lease.
    /// - Returns: false where another worker has taken the job over: stop the work.
    public func renew(_ claim: JobClaim, at now: @autoclosure () -> Timestamp) throws(StoreError) -> Bool {
        try change(claim, "available = ?", [now().secondsSince1970 + rules.lease])
    }

    /// Ends a job whose result is on the disk.
    ///
    /// The result has the name of the claim's `worker`.
    ///
    /// - Returns: false where another worker has taken the job over: remove the result.
    public func finish(_ claim: JobClaim, rows: Int, bytes: Int, at now: Timestamp) throws(StoreError) -> Bool {
        try change(
            claim, "state = 'done', reason = NULL, rows = ?, bytes = ?, finished = ?, expires = ?",
            [rows, bytes, now.secondsSince1970, now.secondsSince1970 + rules.keeping])
    }

    /// Ends a failed attempt: the job is attempted again later, or, after the last attempt, fails.
    public func fail(_ claim: JobClaim, reason: String, at now: Timestamp) throws(StoreError) {
        let changes = "failures = failures + 1, reason = ?"
        if claim.job.failures + 1 < rules.maximumFailures, claim.job.attempts < rules.maximumAttempts {
            _ = try change(
                claim, "\(changes), state = 'queued', available = ?", [reason, now.secondsSince1970 + rules.pause])
        } else {
            _ = try change(claim, "\(changes), state = 'failed', finished = ?", [reason, now.secondsSince1970])
        }
    }

    /// Hands an unfinished job back, for another worker: this attempt does not count.
    ///
    /// - Parameters:
    ///   - claim: the job, as it was claimed.
    ///   - pause: the seconds until it can be claimed.
    ///   - now: the current time.
    public func handBack(_ claim: JobClaim, after pause: Int64 = 0, at now: Timestamp) throws(StoreError) {
        _ = try change(
            claim, "state = 'queued', attempts = attempts - 1, available = ?", [now.secondsSince1970 + pause])
    }

    // MARK: - Tidying up

    /// Marks the logs whose time is over as expired; their results are no longer in use.
    public func expire(at now: Timestamp) throws(StoreError) {
        let isAny = try store.read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM job WHERE state = 'done' AND expires <= ?)",
                arguments: [now.secondsSince1970])
        }
        guard isAny == true else { return }
        try store.transact { database in
            try database.execute(
                sql: "UPDATE job SET state = 'expired' WHERE state = 'done' AND expires <= ?",
                arguments: [now.secondsSince1970])
        }
    }

    /// Deletes the jobs that ended longer ago than jobs are remembered.
    public func forget(at now: Timestamp) throws(StoreError) {
        let before = now.secondsSince1970 - rules.remembering
        let ended = "(state = 'failed' AND finished <= ?1) OR (state = 'expired' AND expires <= ?1)"
        let isAny = try store.read { database in
            try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM job WHERE \(ended))", arguments: [before])
        }
        guard isAny == true else { return }
        try store.transact { database in
            try database.execute(sql: "DELETE FROM job WHERE \(ended)", arguments: [before])
        }
    }

    /// The names of the results that are finished or being made.
    public func resultsInUse() throws(StoreError) -> Set<String> {
        try store.read { database in
            try String.fetchSet(database, sql: "SELECT worker FROM job WHERE state IN ('running', 'done')")
        }
    }
}

extension JobQueue {
    private func isAnyAvailable(at now: Timestamp) throws(StoreError) -> Bool {
        try store.read { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM job WHERE state IN ('queued', 'running') AND \(isFree(at: now)))
                    """)
        } ?? false
    }

    /// The condition of a job that can be claimed.
    ///
    /// No job waits longer than a lease or a pause: a time further ahead was written by a wrong clock.
    private func isFree(at now: Timestamp) -> String {
        let longest = max(rules.lease, rules.pause)
        return "(available <= \(now.secondsSince1970) OR available > \(now.secondsSince1970 + longest))"
    }

    /// Fails the jobs whose workers died at their last attempts.
    private func failAbandoned(in database: Database, at now: Timestamp) throws {
        try database.execute(
            sql: """
                UPDATE job SET state = 'failed', finished = ?1, reason = coalesce(reason || '; then ', '')
                    || 'its worker process ended before the log was done, at the last of ' || attempts || ' attempts'
                WHERE state = 'running' AND \(isFree(at: now)) AND attempts >= ?2
                """,
            arguments: [now.secondsSince1970, rules.maximumAttempts])
    }

    /// Changes a job that a claim still holds.
    private func change(
        _ claim: JobClaim, _ changes: String, _ arguments: @autoclosure () -> StatementArguments
    ) throws(StoreError) -> Bool {
        try store.transact { database in
            try database.execute(
                sql: "UPDATE job SET \(changes) WHERE id = ? AND worker = ? AND state = 'running'",
                arguments: arguments() + [claim.job.id.description, claim.worker.description])
            return database.changesCount == 1
        }
    }
}
