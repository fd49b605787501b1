import GRDB
public import TrackingLog

/// A request for a log, and what has become of it.
public struct LogJob: Hashable, Sendable {
    /// Where a job stands.
    public enum State: String, CaseIterable, Sendable {
        /// Nobody works it.
        case queued
        /// Somebody does, or did until the lease ended.
        case running
        /// Its log can be fetched.
        case done
        /// It will not be worked again.
        case failed
        /// Its log was kept for its time, and is gone.
        case expired
    }

    /// Its name.
    public var id: JobID
    /// When it was asked for.
    public var requested: Timestamp
    /// The moment from which the log's window reaches back.
    public var asOf: Timestamp
    /// The UTC day asked for; nil means all of the window.
    public var date: Day?
    /// The apps asked for; nil means every one.
    public var apps: AppCodes?
    /// The token that asked for it, by its number; nil where it was asked for without one, at the command line.
    public var owner: Int64?
    /// Where it stands.
    public var state: State
    /// How often somebody began to work it.
    public var attempts: Int
    /// How many of those ended with an error.
    public var failures: Int
    /// Why the last attempt failed; nil where none did.
    public var reason: String?
    /// How many rows the log has; nil before it is done.
    public var rows: Int?
    /// The zip's length in bytes; nil before it is done.
    public var bytes: Int?
    /// When it was done or failed.
    public var finished: Timestamp?
    /// Until when the log is kept; nil before it is done.
    public var expires: Timestamp?
    /// The secret name of the result, of the attempt that made it; nil before the job is done, and once it expired.
    public var result: JobID?
}

extension LogJob {
    /// The columns to select for ``init(_:)``.
    static let columns =
        """
        id, requested, as_of, date, apps, state, attempts, reason, rows, bytes, finished, expires, worker, owner, failures
        """

    init(_ row: Row) throws {
        guard let id = JobID(row[0]), let state = State(rawValue: row[5]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a job cannot be read")
        }
        self.id = id
        self.state = state
        requested = Timestamp(secondsSince1970: row[1])
        asOf = Timestamp(secondsSince1970: row[2])
        date = (row[3] as Int64?).map(Day.init(daysSince1970:))
        apps = try (row[4] as String?).map(AppCodes.init(storedText:))
        owner = row[13]
        attempts = row[6]
        failures = row[14]
        reason = row[7]
        rows = row[8]
        bytes = row[9]
        finished = (row[10] as Int64?).map(Timestamp.init(secondsSince1970:))
        expires = (row[11] as Int64?).map(Timestamp.init(secondsSince1970:))
        result = state == .done ? (row[12] as String?).flatMap(JobID.init) : nil
    }
}

extension LogJob {
    /// The job as it stands at a moment: a log whose time is over counts as expired, also while nobody has come to
    /// remove it.
    func standing(at now: Timestamp) -> LogJob {
        guard let expires, expires <= now, state == .done else { return self }
        var job = self
        job.state = .expired
        job.result = nil
        return job
    }
}
