/// The rules for working jobs.
public struct JobRules: Hashable, Sendable {
    /// Seconds that an attempt holds its job without renewing.
    ///
    /// A worker that died is replaced after this time, which has to be within 30 seconds.
    public var lease: Int64 = 20
    /// Seconds between renewals of a lease.
    public var renewal: Int64 = 5
    /// The number of failed attempts after which a job fails.
    public var maximumFailures = 3
    /// The maximum number of attempts.
    ///
    /// If so many workers died, the job may have caused it. More than the restarts of a bad day, and not endless.
    public var maximumAttempts = 20
    /// Seconds before a failed attempt is repeated.
    public var pause: Int64 = 2
    /// Seconds that a log is kept: 72 hours.
    public var keeping: Int64 = 72 * 3600

    /// Seconds that a failed or expired job is remembered: 30 days.
    public var remembering: Int64 = 30 * 86_400

    /// The rules above.
    public init() {}
}

/// The right to work a job, until the lease ends.
public struct JobClaim: Sendable {
    /// The job as of the claim.
    public var job: LogJob
    /// The secret, random name of this attempt and its result.
    public var worker: JobID
}
