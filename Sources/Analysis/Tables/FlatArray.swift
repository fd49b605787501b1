import Glibc

/// A growing row of plain values in one block of memory that nobody else holds.
///
/// An `Array` would test on every write whether it is shared, and would copy itself to grow: a large block is instead
/// moved by remapping its pages, so that growing neither copies nor needs both blocks at once.
struct FlatArray<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
    private var base: UnsafeMutablePointer<Element>?
    private var capacity = 0
    private(set) var count = 0

    deinit { free(base) }

    /// The place of an element, valid until the next append.
    @inline(__always)
    subscript(index: Int) -> UnsafeMutablePointer<Element> {
        assert(index >= 0 && index < count)
        return base.unsafelyUnwrapped + index
    }

    /// The elements, for as long as nothing is appended.
    var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(toHold: count + 1) }
        base.unsafelyUnwrapped[count] = element
        count += 1
    }

    private mutating func grow(toHold needed: Int) {
        capacity = max(needed, capacity + capacity / 2, 64)
        guard let block = realloc(base, capacity * MemoryLayout<Element>.stride) else {
            fatalError("out of memory: \(capacity * MemoryLayout<Element>.stride) bytes")
        }
        base = block.assumingMemoryBound(to: Element.self)
    }
}
