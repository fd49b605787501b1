public import EventStore
import TrackingLog

/// The id of a requested log.
public struct RequestAnswer: Answer {
    private let id: JobID

    /// Creates the answer.
    public init(_ id: JobID) { self.id = id }

    /// `{"request_id"}`.
    public var document: some Encodable { ["request_id": id.description] }

    /// The id alone.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        try body(Section([.lines([Line(text: "\(id)")])]))
    }
}

/// The state of a requested log.
public struct JobAnswer: Answer {
    private let job: LogJob
    private let path: String?

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - job: the job.
    ///   - path: where the log is; nil where there is none.
    public init(_ job: LogJob, path: String?) {
        self.job = job
        self.path = path
    }

    /// The job by its keys.
    public var document: some Encodable { JobDocument(job: job, path: path) }

    /// The state alone.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        try body(Section([.lines([Line(text: job.state.rawValue)])]))
    }
}

private struct JobDocument: Encodable {
    var job: LogJob
    var path: String?

    private enum Keys: String, CodingKey {
        case id = "request_id"
        case asOf = "as_of"
        case state, requested, date, apps, attempts, reason, rows, bytes, finished, expires, path
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(job.id.description, forKey: .id)
        try object.encode(job.state.rawValue, forKey: .state)
        try object.encode(job.requested.rfc3339, forKey: .requested)
        try object.encode(job.asOf.rfc3339, forKey: .asOf)
        try object.encode(job.date?.description, forKey: .date)
        try object.encode(job.apps?.texts, forKey: .apps)
        try object.encode(job.attempts, forKey: .attempts)
        try object.encode(job.reason, forKey: .reason)
        try object.encode(job.rows, forKey: .rows)
        try object.encode(job.bytes, forKey: .bytes)
        try object.encode(job.finished?.rfc3339, forKey: .finished)
        try object.encode(job.expires?.rfc3339, forKey: .expires)
        try object.encode(path, forKey: .path)
    }
}
