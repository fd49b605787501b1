public import EventStore

/// The result of working a job.
public enum JobResult: Hashable, Sendable {
    /// Its log can be downloaded.
    case done
    /// The attempt failed, for a reason in plain words; the job may be attempted again.
    case failed(String)
    /// It cannot be worked now, for a reason in plain words. It waits for another attempt; this one does not count.
    case postponed(String)
    /// Another worker has it: the lease ended before the work did.
    case takenOver
    /// It waits for another worker.
    case handedBack
}

/// A job that was worked.
public struct WorkedJob: Hashable, Sendable {
    /// The job's name.
    public var id: JobID
    /// The result of the work.
    public var result: JobResult
    /// The number of written rows.
    public var rows = 0
    /// The zip's length in bytes.
    public var bytes = 0

    init(id: JobID, result: JobResult) {
        self.id = id
        self.result = result
    }
}
