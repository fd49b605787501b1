import Dispatch
import EventStore
import Synchronization
import TrackingLog

/// Renews a claim's lease now and then for as long as the work goes on, whatever the work is busy with.
final class LeaseKeeper: Sendable {
    /// The job was taken over: this attempt is not wanted any more.
    struct Lost: Error {}

    private let isLost = Atomic(false)
    // Started and cancelled, both of which any thread may do.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer

    init(_ claim: JobClaim, in queue: JobQueue, now: @escaping @Sendable () -> Timestamp) {
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "pushtrail.lease"))
        timer.schedule(
            deadline: .now() + .seconds(Int(queue.rules.renewal)), repeating: .seconds(Int(queue.rules.renewal)))
        timer.setEventHandler { [weak self] in
            // A renewal that fails for another reason is tried again with the next: the lease outlasts several.
            if let isHeld = try? queue.renew(claim, at: now()), !isHeld {
                self?.isLost.store(true, ordering: .relaxed)
            }
        }
        timer.activate()
    }

    deinit { timer.cancel() }

    /// Stops renewing.
    func end() { timer.cancel() }

    /// Throws ``Lost`` once somebody else has taken the job over.
    func check() throws(Lost) {
        if isLost.load(ordering: .relaxed) { throw Lost() }
    }
}
