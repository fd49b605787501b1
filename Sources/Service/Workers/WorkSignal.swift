import Foundation

/// Wakes this process's workers when there may be work, and stops them.
final class WorkSignal: @unchecked Sendable {
    // Everything is read and written under the condition's lock.
    private let condition = NSCondition()
    private var notices = 0
    private var isOver = false

    /// There may be work.
    func notify() {
        condition.withLock {
            notices += 1
            condition.broadcast()
        }
    }

    /// There will be no more work.
    func stop() {
        condition.withLock {
            isOver = true
            condition.broadcast()
        }
    }

    /// Whether the workers must stop.
    var isStopped: Bool { condition.withLock { isOver } }

    /// How often ``notify()`` was called.
    var count: Int { condition.withLock { notices } }

    /// Waits until ``notify()`` was called more often than `count`, the workers must stop, or the time is over.
    func wait(after count: Int, maximum seconds: Double) {
        condition.withLock {
            let limit = Date(timeIntervalSinceNow: seconds)
            while notices == count, !isOver, condition.wait(until: limit) {}
        }
    }
}
