import Durability
public import EventStore
import Glibc
import Synchronization
public import TrackingLog

/// Logs as jobs: requested now, written by a worker, downloaded later.
///
/// Every job is done once, whatever processes are killed: an attempt writes its log under its own name, and only the
/// attempt that still holds the job when its log is on the disk makes it the job's.
public struct LogJobs: Sendable {
    private let store: EventStore
    private let queue: JobQueue
    private let folder: ResultFolder
    private let limits: ResultLimits
    private let reserve: SpaceReserve?

    /// The jobs of a store.
    ///
    /// - Parameters:
    ///   - store: the store.
    ///   - rules: how often and how long a job is tried.
    ///   - limits: the limits for kept logs.
    ///   - reserve: the disk space that is kept free for events; nil keeps none.
    public init(
        of store: EventStore, rules: JobRules = JobRules(), limits: ResultLimits = ResultLimits(),
        reserve: SpaceReserve? = nil
    ) {
        self.store = store
        self.limits = limits
        self.reserve = reserve
        queue = JobQueue(of: store, rules: rules)
        folder = ResultFolder(of: store)
    }

    /// Requests a log, durably.
    ///
    /// - Returns: the job's name.
    /// - Throws: `StoreError.pruned(before:needed:)` where some of the log is pruned.
    public func request(
        _ request: LogRequest, owner: JobOwner? = nil, at now: Timestamp = .now
    ) throws(StoreError) -> JobID {
        try request.checkIsComplete(in: store)
        return try queue.add(asOf: request.asOf, date: request.date, apps: request.apps, owner: owner, at: now)
    }

    /// A job as it stands; nil where there is none with this name.
    public func job(_ id: JobID, at now: Timestamp = .now) throws(StoreError) -> LogJob? {
        try queue.job(id, at: now)
    }

    /// The path of a finished job's log; nil for any other job.
    public func path(of job: LogJob) -> String? { job.result.map(folder.path) }

    /// The job with a secret result name, also an expired one; nil for none.
    public func job(ofResult result: JobID, at now: Timestamp = .now) throws(StoreError) -> LogJob? {
        try queue.job(ofResult: result, at: now)
    }

    /// The jobs of a token, or all, the latest first: see `JobQueue.jobs(of:state:before:maximum:at:)`.
    public func jobs(
        of token: Int64?, state: LogJob.State? = nil, before: JobID? = nil, maximum: Int, at now: Timestamp = .now
    ) throws(StoreError) -> [LogJob] {
        try queue.jobs(of: token, state: state, before: before, maximum: maximum, at: now)
    }

    /// The number of a token's jobs that are queued or running; nil counts all jobs.
    public func openJobs(of token: Int64?) throws(StoreError) -> Int { try queue.openJobs(of: token) }

    /// Works the next job that waits, or whose worker died.
    ///
    /// A failed attempt is repeated later, a few times; its error is the job's reason, and not thrown.
    ///
    /// - Parameters:
    ///   - now: the current time.
    ///   - onRows: receives the number of rows written so far.
    /// - Returns: the job; nil where none waits.
    public func workNext(
        now: @escaping @Sendable () -> Timestamp = { .now }, onRows: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws(StoreError) -> JobID? {
        guard let claim = try queue.claim(at: now()) else { return nil }
        let worked = try work(claim, now: now, onRows: onRows)
        // Only now: a claim has to be worked or handed back, whatever else goes wrong.
        try tidyUp(at: now())
        return worked.id
    }

    /// Works the next job as ``workNext(now:onRows:)`` does, without tidying up.
    ///
    /// - Parameters:
    ///   - onClaim: receives the job before the work begins.
    ///   - isStopping: called again and again; once it returns true the job is handed back.
    /// - Returns: the result of the work; nil where no job waits.
    public func workNext(
        onClaim: (LogJob) -> Void = { _ in }, isStopping: @escaping @Sendable () -> Bool
    ) throws(StoreError) -> WorkedJob? {
        guard let claim = try queue.claim(at: .now) else { return nil }
        onClaim(claim.job)
        return try work(claim, now: { .now }, isStopping: isStopping)
    }

    /// The job has to be handed back.
    private struct Stopping: Error {}
    /// The space that the log needs is kept for events.
    private struct NoRoom: Error {}

    private func work(
        _ claim: JobClaim, now: @escaping @Sendable () -> Timestamp,
        onRows: @escaping @Sendable (Int) -> Void = { _ in }, isStopping: @escaping @Sendable () -> Bool = { false }
    ) throws(StoreError) -> WorkedJob {
        let lease = LeaseKeeper(claim, in: queue, now: now)
        defer { lease.end() }
        var worked = WorkedJob(id: claim.job.id, result: .done)
        do {
            try folder.make()
            let job = claim.job
            let request = try LogRequest(asOf: job.asOf, date: job.date, apps: job.apps)
            let log = try LogExport(of: store).write(request, to: folder.path(of: claim.worker), isPrivate: true) {
                rows in
                try lease.check()
                if isStopping() { throw Stopping() }
                if !hasRoom { throw NoRoom() }
                onRows(rows)
            }
            lease.end()
            (worked.rows, worked.bytes) = (log.rows, log.zipBytes)
            if try !finish(claim, log, at: now()) {
                folder.remove(claim.worker)
                worked.result = .takenOver
            }
        } catch is LeaseKeeper.Lost {
            folder.remove(claim.worker)
            worked.result = .takenOver
        } catch is Stopping {
            folder.remove(claim.worker)
            try queue.handBack(claim, at: now())
            worked.result = .handedBack
        } catch let error where Self.isLackOfDescriptors(error) {
            // Not the job's fault: it waits until some are free.
            folder.remove(claim.worker)
            try queue.handBack(claim, after: queue.rules.pause, at: now())
            worked.result = .postponed("\(error)")
        } catch let error where error is NoRoom || (error as? FileError)?.code == ENOSPC {
            folder.remove(claim.worker)
            let words = "the disk of the service has too little free space for the log"
            if try dropOldest(at: now()) {
                try queue.handBack(claim, at: now())
                worked.result = .postponed(words)
            } else {
                try queue.fail(claim, reason: words, at: now())
                worked.result = .failed(words)
            }
        } catch {
            folder.remove(claim.worker)
            try queue.fail(claim, reason: JobFailure.words(for: error), at: now())
            worked.result = .failed("\(error)")
        }
        return worked
    }

    /// Ends a job whose log is written. Logs of one owner with the same bytes share one file.
    ///
    /// - Returns: false where another worker has taken the job over.
    private func finish(_ claim: JobClaim, _ log: ExportedLog, at now: Timestamp) throws(StoreError) -> Bool {
        for result in try queue.similarResults(claim, rows: log.rows, bytes: log.zipBytes) {
            folder.share(claim.worker, with: result)
        }
        return try queue.finish(claim, rows: log.rows, bytes: log.zipBytes, at: now)
    }

    private static func isLackOfDescriptors(_ error: any Error) -> Bool {
        if let error = error as? FileError, error.code != 0 { return [EMFILE, ENFILE].contains(error.code) }
        // Other errors do not show it: SQLite only reports that it cannot open a file.
        let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [EMFILE, ENFILE].contains(errno) }
        close(descriptor)
        return false
    }

    // MARK: - Disk space

    /// Frees disk space for events: finished logs expire, the oldest first.
    ///
    /// - Returns: false where there is still too little; then no log must be written.
    public func makeRoom(at now: Timestamp = .now) throws(StoreError) -> Bool {
        while !hasRoom {
            guard try dropOldest(at: now) else { return false }
        }
        return true
    }

    private var hasRoom: Bool {
        guard let reserve, let space = folder.space else { return true }
        return reserve.isFree(space.free, of: space.total)
    }

    private func dropOldest(at now: Timestamp) throws(StoreError) -> Bool {
        do throws(StoreError) {
            guard let oldest = try queue.expireOldest(at: now) else { return false }
            folder.remove(oldest)
            return true
        } catch .full {
            // Even that cannot be recorded before there is space.
            return folder.removeOldest()
        }
    }

    /// Expires and removes the oldest logs beyond the limits.
    public func keepWithinLimits(at now: Timestamp = .now) throws(StoreError) {
        if try queue.expire(beyond: limits, at: now, file: folder.file) > 0 { try sweep() }
    }

    /// Removes expired logs, and files that killed processes left.
    public func tidyUp(at now: Timestamp = .now) throws(StoreError) {
        try queue.expire(at: now)
        try queue.forget(at: now)
        try sweep()
    }

    private func sweep() throws(StoreError) {
        do {
            try folder.sweep { try queue.resultsInUse() }
        } catch {
            throw error as? StoreError ?? .failed(path: store.path, doing: "read", reason: "\(error)")
        }
    }
}
