#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Span<UInt8> {
    /// The offset of the first such byte at or after an offset: the C library's `memchr`, which is vectorised.
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
        withUnsafeBufferPointer { bytes in
            var total = 0
            var index = 0
            // A lane of 8 bits holds 255 matches, so that many rounds of 32 bytes may pass between two sums.
            let wanted = SIMD32<UInt8>(repeating: byte)
            let raw = UnsafeRawBufferPointer(bytes)
            while index + 32 <= end {
                var lanes = SIMD32<UInt8>()
                let stop = Swift.min(end, index + 32 * 255)
                while index + 32 <= stop {
                    let chunk = raw.loadUnaligned(fromByteOffset: index, as: SIMD32<UInt8>.self)
                    lanes &+= SIMD32<UInt8>(repeating: 0).replacing(with: 1, where: chunk .== wanted)
                    index += 32
                }
                for lane in lanes.indices { total += Int(lanes[lane]) }
            }
            while index < end {
                if raw[index] == byte { total += 1 }
                index += 1
            }
            return total
        }
    }
}
