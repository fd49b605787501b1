import Threading
/// A table in parts, split by bits of its keys' hashes (``ShortKey/part``), for threads to work on one part each.
///
/// Parts lie outside the value: a tally that held them itself would be kilobytes large, and copied for every call that
/// borrows it.
struct Parts<Part: ~Copyable & Sendable>: ~Copyable, @unchecked Sendable {
    private let base: UnsafeMutablePointer<Part>

    init(_ makePart: () -> Part) {
        base = .allocate(capacity: ShortKey.parts)
        for part in 0..<ShortKey.parts { (base + part).initialize(to: makePart()) }
    }

    deinit {
        base.deinitialize(count: ShortKey.parts)
        base.deallocate()
    }

    /// The place of a part.
    @inline(__always)
    subscript(part: Int) -> UnsafeMutablePointer<Part> {
        assert(part >= 0 && part < ShortKey.parts)
        return base + part
    }

    /// Changes each part with the same part of another table, on as many threads as are free.
    ///
    /// - Returns: what the calls returned, in the parts' order.
    @discardableResult
    mutating func update<Other: ~Copyable & Sendable, Result: Sendable>(
        with others: inout Parts<Other>, _ body: @Sendable (inout Part, inout Other) -> Result
    ) -> [Result] {
        // No two calls get the same number, so that no two touch the same part.
        nonisolated(unsafe) let parts = base
        nonisolated(unsafe) let others = others.base
        return Workers.map(ShortKey.parts) { body(&parts[$0], &others[$0]) }
    }
}
