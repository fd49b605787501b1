import GRDB
public import TrackingLog

/// A request for a log, and its state.
public struct LogJob: Hashable, Sendable {
    /// The state of a job.
    public enum State: String, CaseIterable, Sendable {
        /// It waits for a worker.
        case queued
        /// A worker works on it, or did until the lease ended.
        case running
        /// Its log can be downloaded.
        case done
        /// It will not be attempted again.
        case failed
        /// Its log was kept for its time, and is gone.
        case expired
    }

    /// Its name.
    public var id: JobID
    /// When it was requested.
    public var requested: Timestamp
    /// The end of the log's window.
    public var asOf: Timestamp
    /// The requested UTC day; nil means all of the window.
    public var date: Day?
    /// The requested apps; nil means every app.
    public var apps: AppCodes?
    /// The number of the token that requested it; nil for the command line.
    public var owner: Int64?
    /// Its state.
    public var state: State
    /// The number of attempts.
    public var attempts: Int
    /// The number of attempts that ended with an error.
    public var failures: Int
    /// Why the last attempt failed; nil where none did.
    public var reason: String?
    /// The number of the log's rows; nil before it is done.
    public var rows: Int?
    /// The zip's length in bytes; nil before it is done.
    public var bytes: Int?
    /// When it was done or failed.
    public var finished: Timestamp?
    /// Until when the log is kept; nil before it is done.
    public var expires: Timestamp?
    /// The secret name of the result; nil before the job is done, and once it expired.
    public var result: JobID?
}

extension LogJob {
    enum Columns: Int32, QueryColumns {
        case id, requested, asOf, date, apps, owner, state, attempts, failures
        case reason, rows, bytes, finished, expires, worker

        var sql: String { self == .asOf ? "as_of" : "\(self)" }
    }

    /// - Parameter row: of the ``Columns``.
    init(_ row: Row) throws {
        guard let id = JobID(row[Columns.id]), let state = State(rawValue: row[Columns.state]) else {
            throw DatabaseError.damage("a job cannot be read")
        }
        self.id = id
        self.state = state
        requested = Timestamp(secondsSince1970: row[Columns.requested])
        asOf = Timestamp(secondsSince1970: row[Columns.asOf])
        date = (row[Columns.date] as Int64?).map(Day.init(daysSince1970:))
        apps = try (row[Columns.apps] as String?).map(AppCodes.init(storedText:))
        owner = row[Columns.owner]
        attempts = row[Columns.attempts]
        failures = row[Columns.failures]
        reason = row[Columns.reason]
        rows = row[Columns.rows]
        bytes = row[Columns.bytes]
        finished = (row[Columns.finished] as Int64?).map(Timestamp.init(secondsSince1970:))
        expires = (row[Columns.expires] as Int64?).map(Timestamp.init(secondsSince1970:))
        result = state == .done ? (row[Columns.worker] as String?).flatMap(JobID.init) : nil
    }
}

extension LogJob.State {
    private enum Columns: Int32, QueryColumns {
        case state, jobs

        var sql: String { self == .jobs ? "count(*)" : "\(self)" }
    }

    /// The number of jobs in each state.
    static func counts(_ database: Database) throws -> [LogJob.State: Int] {
        let rows = try Row.fetchAll(database, sql: "SELECT \(Columns.list) FROM job GROUP BY state")
        return Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
                LogJob.State(rawValue: row[Columns.state]).map { ($0, row[Columns.jobs] as Int) }
            })
    }
}

extension LogJob {
    /// The job as it stands at a moment: a log whose time is over counts as expired, also before it is removed.
    func standing(at now: Timestamp) -> LogJob {
        guard let expires, expires <= now, state == .done else { return self }
        var job = self
        job.state = .expired
        job.result = nil
        return job
    }
}
