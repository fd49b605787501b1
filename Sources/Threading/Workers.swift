import Dispatch
import Synchronization

/// Threads that share one piece of work.
public enum Workers {
    /// Runs the same work on several threads and waits for all.
    ///
    /// - Parameters:
    ///   - count: the number of workers, 1 or more, the calling thread among them.
    ///   - turns: the order that workers wait in, if they do; an error ends their waiting.
    ///   - stop: called after an error, to keep the others from beginning anything more.
    ///   - work: receives the worker's number, from 0.
    /// - Throws: the first error of any worker, when all have ended.
    public static func run(
        _ count: Int, turns: OrderedHandoff?, stop: @Sendable () -> Void, _ work: @Sendable (Int) throws -> Void
    ) throws {
        let failure = Mutex<(any Error)?>(nil)
        // Dispatch requires a closure that may outlive the call; this one does not.
        withoutActuallyEscaping(stop) { stop in
            withoutActuallyEscaping(work) { work in
                DispatchQueue.concurrentPerform(iterations: max(1, count)) { worker in
                    do {
                        try work(worker)
                    } catch {
                        failure.withLock { first in if first == nil { first = error } }
                        stop()
                        turns?.stop()
                    }
                }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// Calls `body` with each number below `count`, on all free threads.
    public static func forEach(_ count: Int, _ body: (Int) -> Void) {
        nonisolated(unsafe) let body = body
        DispatchQueue.concurrentPerform(iterations: count) { body($0) }
    }

    /// Calls `body` with each number below `count`, on all free threads.
    ///
    /// - Returns: what the calls returned, in the numbers' order.
    public static func map<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
        var results = [Result?](repeating: nil, count: count)
        results.withUnsafeMutableBufferPointer { results in
            // No two calls get the same number, so that no two touch the same result.
            nonisolated(unsafe) let results = results
            DispatchQueue.concurrentPerform(iterations: count) { results[$0] = body($0) }
        }
        return results.compactMap(\.self)
    }
}
