import CPrefetch
import Glibc

/// A growing array of plain values in one block of memory with a single owner.
///
/// An `Array` checks on every write whether it is shared, and copies itself to grow. A large block is instead moved by
/// remapping its pages: growing neither copies nor needs both blocks at once.
struct FlatArray<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
    private var base: UnsafeMutablePointer<Element>?
    private var capacity = 0
    private(set) var count = 0

    deinit { free(base) }

    /// The address of an element, valid until the next append.
    @inline(__always)
    subscript(index: Int) -> UnsafeMutablePointer<Element> {
        assert(index >= 0 && index < count)
        return base.unsafelyUnwrapped + index
    }

    /// Has an element brought into the cache. It may be on two of its lines.
    @inline(__always)
    func prefetch(_ index: Int) {
        guard let base else { return }
        prefetch_line(base + index)
        prefetch_line(UnsafeRawPointer(base + index + 1) - 1)
    }

    /// The elements, valid until the next append.
    var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(toHold: count + 1) }
        base.unsafelyUnwrapped[count] = element
        count += 1
    }

    /// The bytes that the elements and the room for more take.
    var allocatedBytes: Int { capacity * MemoryLayout<Element>.stride }

    private mutating func grow(toHold needed: Int) {
        capacity = max(needed, capacity + capacity / 2, 64)
        guard let block = realloc(base, capacity * MemoryLayout<Element>.stride) else {
            fatalError("out of memory: \(capacity * MemoryLayout<Element>.stride) bytes")
        }
        base = block.assumingMemoryBound(to: Element.self)
    }
}
