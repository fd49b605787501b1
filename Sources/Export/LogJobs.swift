import Durability
public import EventStore
import Synchronization
public import TrackingLog

/// Logs as jobs: asked for now, made by whoever works the queue, fetched later.
///
/// Every job is done once, whatever processes are killed: an attempt writes its log under a name of its own, and only
/// the attempt that still holds the job when its log is on the disk makes it the job's.
public struct LogJobs: Sendable {
    private let store: EventStore
    private let queue: JobQueue
    private let folder: ResultFolder

    /// The jobs of a store.
    public init(of store: EventStore, rules: JobRules = JobRules()) {
        self.store = store
        queue = JobQueue(of: store, rules: rules)
        folder = ResultFolder(of: store)
    }

    /// Asks for a log, durably.
    ///
    /// - Returns: the job's name.
    public func request(_ request: LogRequest, at now: Timestamp = .now) throws(StoreError) -> JobID {
        try queue.add(asOf: request.asOf, date: request.date, app: request.app, at: now)
    }

    /// A job as it stands; nil where there is none of that name.
    public func job(_ id: JobID, at now: Timestamp = .now) throws(StoreError) -> LogJob? {
        try queue.job(id, at: now)
    }

    /// The path of the log of a job that is done; nil for any other.
    public func path(of job: LogJob) -> String? { job.result.map(folder.path) }

    /// Works the oldest job that waits for it, or was left by a process that died.
    ///
    /// An attempt that fails is repeated later, a few times; its error is the job's reason, and not thrown.
    ///
    /// - Parameter onRows: told how many rows of the log are written so far.
    /// - Returns: the job that was worked; nil where none waits.
    public func workNext(
        now: @escaping @Sendable () -> Timestamp = { .now }, onRows: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws(StoreError) -> JobID? {
        guard let claim = try queue.claim(at: now()) else { return nil }
        let lease = LeaseKeeper(claim, in: queue, now: now)
        defer { lease.end() }
        do {
            try folder.make()
            try tidyUp(at: now())
            let job = claim.job
            let request = try LogRequest(asOf: job.asOf, date: job.date, app: job.app)
            let log = try LogExport(of: store).write(request, to: folder.path(of: claim.worker)) { rows in
                try lease.check()
                onRows(rows)
            }
            lease.end()
            if try !queue.finish(claim, rows: log.rows, bytes: log.zipBytes, at: now()) { folder.remove(claim.worker) }
        } catch is LeaseKeeper.Lost {
            folder.remove(claim.worker)
        } catch {
            folder.remove(claim.worker)
            try queue.fail(claim, reason: "\(error)", at: now())
        }
        return claim.job.id
    }

    /// Removes the logs whose time is over, and what killed processes left.
    public func tidyUp(at now: Timestamp = .now) throws(StoreError) {
        try queue.expire(at: now)
        do {
            try folder.sweep { try queue.resultsInUse() }
        } catch {
            throw error as? StoreError ?? .failed(path: store.path, doing: "read", reason: "\(error)")
        }
    }
}
