import EventStore
import Export
import Foundation
import Logging
import ServiceLifecycle

/// Works the jobs of the store, on some threads, until the service stops; a job that is under way then is handed back.
struct JobWorkers: Service {
    /// How often the queue is looked at for what other processes put there, in seconds.
    private static let pause = 1.0

    let jobs: LogJobs
    let count: Int
    let bell: WorkBell
    let metrics: ServiceMetrics
    let logger: Logger
    private let shortage = SparseWarning()

    init(jobs: LogJobs, count: Int, bell: WorkBell, metrics: ServiceMetrics, logger: Logger) {
        self.jobs = jobs
        self.count = count
        self.bell = bell
        self.metrics = metrics
        self.logger = logger
    }

    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for _ in 0..<count { group.addTask { await workOnThread() } }
                // Without workers there is still the end to be waited for.
                group.addTask { try? await gracefulShutdown() }
            }
        } onCancelOrGracefulShutdown: {
            bell.stop()
        }
    }

    private func workOnThread() async {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                work()
                continuation.resume()
            }
            thread.name = "pushtrail.job"
            thread.start()
        }
    }

    private func work() {
        while !bell.isStopped {
            let count = bell.count
            do throws(StoreError) {
                if try !workNext() { bell.wait(after: count, atMost: Self.pause) }
            } catch {
                logger.error("a job could not be worked", metadata: ["reason": "\(error)"])
                bell.wait(after: count, atMost: Self.pause)
            }
        }
    }

    /// - Returns: false where no job waits.
    private func workNext() throws(StoreError) -> Bool {
        guard try jobs.makeRoom() else {
            shortage.note("no log is made: the disk has too little free space, which is kept for events", logger)
            return false
        }
        var start = ContinuousClock.now
        let worked = try jobs.workNext(onClaim: { _ in start = .now }, isStopping: { bell.isStopped })
        guard let worked else { return false }
        if worked.result == .done { try jobs.keepWithinLimits() }
        let duration = ContinuousClock.now - start
        metrics.count(job: worked.result, seconds: duration / .seconds(1))
        var metadata: Logger.Metadata = [
            "job": "\(worked.id)", "rows": "\(worked.rows)", "bytes": "\(worked.bytes)",
            "seconds": "\(duration.inSeconds)",
        ]
        switch worked.result {
        case .done: logger.info("job done", metadata: metadata)
        case .handedBack: logger.notice("job handed back: the service stops", metadata: metadata)
        case .postponed(let reason):
            metadata["reason"] = "\(reason)"
            logger.warning("job put off", metadata: metadata)
        case .takenOver: logger.warning("job was taken over by another worker", metadata: metadata)
        case .failed(let reason):
            metadata["reason"] = "\(reason)"
            logger.error("job failed", metadata: metadata)
        }
        return true
    }
}
