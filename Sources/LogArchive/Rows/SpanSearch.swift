import CByteMasks
import Glibc

extension Span<UInt8> {
    /// The offset of the first such byte at or after an offset: the C library's `memchr`, which is vectorized.
    func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        guard start < count else { return nil }
        return withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress,
                let found = memchr(base + start, Int32(byte), count - start)
            else { return nil }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }

    /// The offset of the last such byte before an offset.
    func lastOffset(of byte: UInt8, before end: Int) -> Int? {
        var index = end
        while index > 0 {
            index -= 1
            if self[index] == byte { return index }
        }
        return nil
    }

    /// How many such bytes there are in the first `end`.
    func occurrences(of byte: UInt8, before end: Int) -> Int {
        withUnsafeBufferPointer { bytes_count($0.baseAddress, end, byte) }
    }
}
