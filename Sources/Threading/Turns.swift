import Foundation

/// Lets workers that took numbered pieces of work hand them on in the order of the numbers.
///
/// A worker waits only for numbers that others have taken and are working on, so there is always one that can go on.
public final class Turns: @unchecked Sendable {
    // `turn` and `isStopped` are touched under the condition's lock alone.
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
