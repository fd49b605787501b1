import EventStore
import Export
import Foundation
import Logging
import ServiceLifecycle

/// Runs the store's jobs on threads of its own until the service stops.
///
/// Jobs that run then go back to the queue.
struct JobWorkers: Service {
    /// Seconds between looks at the queue, for jobs that other processes put there.
    private static let pause = 1.0

    let jobs: LogJobs
    let count: Int
    let signal: WorkSignal
    let metrics: ServiceMetrics
    let logger: Logger
    private let shortage = SparseWarning()

    init(jobs: LogJobs, count: Int, signal: WorkSignal, metrics: ServiceMetrics, logger: Logger) {
        self.jobs = jobs
        self.count = count
        self.signal = signal
        self.metrics = metrics
        self.logger = logger
    }

    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for _ in 0..<count { group.addTask { await workOnThread() } }
                // Without workers, the service still waits for its end.
                group.addTask { try? await gracefulShutdown() }
            }
        } onCancelOrGracefulShutdown: {
            signal.stop()
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
        while !signal.isStopped {
            let count = signal.count
            do throws(StoreError) {
                if try !workNext() { signal.wait(after: count, maximum: Self.pause) }
            } catch {
                logger.error("a job could not be run", metadata: ["reason": "\(error)"])
                signal.wait(after: count, maximum: Self.pause)
            }
        }
    }

    /// - Returns: false if no job waits.
    private func workNext() throws(StoreError) -> Bool {
        guard try jobs.makeRoom() else {
            shortage.note("no log is made: the free disk space is kept for events (min-free-space)", logger)
            return false
        }
        var start = ContinuousClock.now
        let worked = try jobs.workNext(onClaim: { _ in start = .now }, isStopping: { signal.isStopped })
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
            logger.warning("job postponed", metadata: metadata)
        case .takenOver: logger.warning("job was taken over by another worker", metadata: metadata)
        case .failed(let reason):
            metadata["reason"] = "\(reason)"
            logger.error("job failed", metadata: metadata)
        }
        return true
    }
}
