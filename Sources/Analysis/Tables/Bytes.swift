import Glibc
import TrackingLog

// Texts as bytes in place.
extension UnsafeRawBufferPointer {
    /// The text at a place in a batch.
    @inline(__always)
    subscript(range: TextRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range.offsets])
    }

    /// Whether another text is the same.
    @inline(__always)
    func isSame(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let start = baseAddress, let otherStart = other.baseAddress else { return true }
        return memcmp(start, otherStart, count) == 0
    }

    /// Whether this text precedes another in byte order.
    func isBefore(_ other: UnsafeRawBufferPointer) -> Bool { lexicographicallyPrecedes(other) }
}
