import Dispatch

/// Work on all parts of a split table at once.
enum Parallel {
    /// Calls `body` once with each number below `count`, several at a time.
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

    /// Changes each part of one table with the same part of another.
    ///
    /// - Returns: what the calls returned, in the parts' order.
    @discardableResult
    static func update<let count: Int, Part: ~Copyable & Sendable, Other: ~Copyable & Sendable, Result: Sendable>(
        _ parts: inout InlineArray<count, Part>, with others: inout InlineArray<count, Other>,
        _ body: @Sendable (Int, inout Part, inout Other) -> Result
    ) -> [Result] {
        var parts = parts.mutableSpan
        var others = others.mutableSpan
        return parts.withUnsafeMutableBufferPointer { parts in
            others.withUnsafeMutableBufferPointer { others in
                nonisolated(unsafe) let parts = parts
                nonisolated(unsafe) let others = others
                return map(count) { body($0, &parts[$0], &others[$0]) }
            }
        }
    }
}
