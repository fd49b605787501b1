import Dispatch

/// Work on several things at once.
enum Parallel {
    /// Calls `body` once with each number below `count`, on as many threads as are free.
    ///
    /// - Returns: what the calls returned, in the numbers' order.
    static func map<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
        var results = [Result?](repeating: nil, count: count)
        results.withUnsafeMutableBufferPointer { results in
            // No two calls get the same number, so that no two touch the same result.
            nonisolated(unsafe) let results = results
            DispatchQueue.concurrentPerform(iterations: count) { results[$0] = body($0) }
        }
        return results.compactMap(\.self)
    }
}
