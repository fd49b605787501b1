import Foundation

/// Lets workers hand on numbered pieces of work in order.
///
/// A worker waits only for numbers that other workers have taken, so one of them can always go on.
public final class OrderedHandoff: @unchecked Sendable {
    // `turn` and `isStopped` are used only under the condition's lock.
    private let condition = NSCondition()
    private var turn = 0
    private var isStopped = false

    /// Before the first turn, number 0.
    public init() {}

    /// Waits until it is a number's turn.
    ///
    /// - Returns: false where the work was stopped.
    public func wait(for number: Int) -> Bool {
        condition.withLock {
            while turn != number, !isStopped { condition.wait() }
            return !isStopped
        }
    }

    /// Waits until all numbers before one have had their turn.
    ///
    /// - Returns: false where the work was stopped.
    public func wait(from number: Int) -> Bool {
        condition.withLock {
            while turn < number, !isStopped { condition.wait() }
            return !isStopped
        }
    }

    /// Gives the turn to the next number.
    public func pass() {
        condition.withLock {
            turn += 1
            condition.broadcast()
        }
    }

    /// Ends all waiting.
    public func stop() {
        condition.withLock {
            isStopped = true
            condition.broadcast()
        }
    }
}
