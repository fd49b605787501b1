/// How jobs are worked.
public struct JobRules: Hashable, Sendable {
    /// For how many seconds an attempt holds its job without renewing. A worker that died is replaced after it, and
    /// has to be within 30 seconds.
    public var lease: Int64 = 20
    /// After how many seconds a lease is renewed.
    public var renewal: Int64 = 5
    /// How many attempts may fail before a job is given up.
    public var mostFailures = 3
    /// How often a job is attempted at all. More often than that its workers died, and each time it may have been the
    /// job's doing: above the restarts of a bad day, and below for ever.
    public var mostAttempts = 20
    /// How many seconds pass before a failed attempt is repeated.
    public var pause: Int64 = 2
    /// For how many seconds a log is kept: 72 hours.
    public var keeping: Int64 = 72 * 3600

    /// For how many seconds a job is remembered after it has failed or its log has expired: 30 days.
    public var remembering: Int64 = 30 * 86_400

    /// The rules above.
    public init() {}
}

/// The right to work a job, until the lease ends.
public struct JobClaim: Sendable {
    /// The job, as it was taken.
    public var job: LogJob
    /// Names this attempt, and its result: nobody can guess it.
    public var worker: JobID
}
