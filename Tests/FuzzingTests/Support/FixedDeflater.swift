/// Deflates by the fixed codes of RFC 1951 (3.2.6), with short matches: the same bytes always give the same stream.
///
/// ISA-L may make another stream each time, so that an input would not stand for one zip.
struct FixedDeflater {
    private var bytes: [UInt8] = []
    private var bits: UInt64 = 0
    private var count: UInt64 = 0

    /// Deflates one block, which refers to nothing outside itself.
    ///
    /// - Parameters:
    ///   - text: the bytes.
    ///   - isLast: whether it ends the stream; otherwise it ends with a full flush.
    static func deflate(_ text: [UInt8], isLast: Bool) -> [UInt8] {
        var deflater = FixedDeflater()
        deflater.append(isLast ? 1 : 0, 1)
        deflater.append(1, 2)
        var index = 0
        while index < text.count {
            if let (distance, length) = match(in: text, at: index) {
                // Lengths of 3 to 10 have codes 257 to 264.
                deflater.append(code: UInt64(length - 2), 7)
                deflater.append(distance: UInt64(distance - 1))
                index += length
            } else {
                let byte = UInt64(text[index])
                if byte < 144 { deflater.append(code: 0x30 + byte, 8) } else { deflater.append(code: 0x100 + byte, 9) }
                index += 1
            }
        }
        deflater.append(code: 0, 7)
        if !isLast { deflater.append(0, 3) }
        deflater.align()
        return deflater.bytes + (isLast ? [] : [0, 0, 0xFF, 0xFF])
    }

    /// The nearest text that goes on as it does here.
    private static func match(in text: [UInt8], at index: Int) -> (distance: Int, length: Int)? {
        guard index + 3 <= text.count else { return nil }
        for distance in stride(from: 1, through: min(index, 200), by: 1) {
            var length = 0
            while length < 10, index + length < text.count, text[index + length] == text[index + length - distance] {
                length += 1
            }
            if length >= 3 { return (distance, length) }
        }
        return nil
    }

    private mutating func append(_ value: UInt64, _ width: UInt64) {
        bits |= value << count
        count += width
        while count >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            count -= 8
        }
    }

    /// Appends a Huffman code, which begins with its highest bit.
    private mutating func append(code: UInt64, _ width: UInt64) {
        for bit in (0..<width).reversed() { append(code >> bit & 1, 1) }
    }

    /// Appends a distance, less 1.
    private mutating func append(distance: UInt64) {
        guard distance > 3 else { return append(code: distance, 5) }
        let extra = UInt64(63 - distance.leadingZeroBitCount - 1)
        append(code: 2 * (extra + 1) + (distance >> extra & 1), 5)
        append(distance & (1 << extra - 1), extra)
    }

    private mutating func align() { if count > 0 { append(0, 8 - count) } }
}
