public import EventStore

/// What became of a job that was worked.
public struct WorkedJob: Hashable, Sendable {
    /// How the work ended.
    public enum Ending: Hashable, Sendable {
        /// Its log can be fetched.
        case done
        /// With an error, in words; the job may be attempted again.
        case failed(String)
        /// It could not be worked now, in words, and waits for another attempt: this one does not count.
        case postponed(String)
        /// Somebody else has it: the lease had ended before the work did.
        case takenOver
        /// It waits for another worker.
        case handedBack
    }

    /// The job.
    public var id: JobID
    /// How the work ended.
    public var ending: Ending
    /// How many rows were written.
    public var rows = 0
    /// The zip's length in bytes.
    public var bytes = 0

    init(id: JobID, ending: Ending) {
        self.id = id
        self.ending = ending
    }
}
