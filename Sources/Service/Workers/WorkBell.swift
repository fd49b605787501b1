import Foundation

/// Wakes the workers of this process when there may be something to do, and tells them when to stop.
final class WorkBell: @unchecked Sendable {
    // All of it is touched under the condition's lock alone.
    private let condition = NSCondition()
    private var rings = 0
    private var isOver = false

    /// There may be work.
    func ring() {
        condition.withLock {
            rings += 1
            condition.broadcast()
        }
    }

    /// There is to be no more.
    func stop() {
        condition.withLock {
            isOver = true
            condition.broadcast()
        }
    }

    /// Whether there is to be no more.
    var isStopped: Bool { condition.withLock { isOver } }

    /// How often it has rung.
    var count: Int { condition.withLock { rings } }

    /// Waits until it has rung again since it had rung so often, or some time has passed, or there is to be no more.
    func wait(after count: Int, atMost seconds: Double) {
        condition.withLock {
            let limit = Date(timeIntervalSinceNow: seconds)
            while rings == count, !isOver, condition.wait(until: limit) {}
        }
    }
}
