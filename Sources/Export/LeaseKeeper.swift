import Dispatch
import EventStore
import Synchronization
import TrackingLog

/// Renews a claim's lease while the work goes on, whatever the work is busy with.
final class LeaseKeeper: Sendable {
    /// Another worker has taken the job over: this attempt is obsolete.
    struct Lost: Error {}

    private let isLost = Atomic(false)
    // Only started and cancelled, which any thread may do.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer

    init(_ claim: JobClaim, in queue: JobQueue, now: @escaping @Sendable () -> Timestamp) {
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "pushtrail.lease"))
        timer.schedule(
            deadline: .now() + .seconds(Int(queue.rules.renewal)), repeating: .seconds(Int(queue.rules.renewal)))
        timer.setEventHandler { [weak self] in
            // A renewal that fails otherwise is repeated with the next one: the lease outlasts several.
            if let isHeld = try? queue.renew(claim, at: now()), !isHeld {
                self?.isLost.store(true, ordering: .relaxed)
            }
        }
        timer.activate()
    }

    deinit { timer.cancel() }

    /// Stops renewing.
    func end() { timer.cancel() }

    /// Throws ``Lost`` once another worker has taken the job over.
    func check() throws(Lost) {
        if isLost.load(ordering: .relaxed) { throw Lost() }
    }
}
