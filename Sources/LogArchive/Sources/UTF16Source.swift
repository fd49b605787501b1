/// UTF-16 with a byte order mark, as UTF-8 without one.
///
/// Half a surrogate pair is no character. It becomes three bytes that are no UTF-8, so that its record is rejected by its
/// line and no other text stands in its place.
final class UTF16Source: ByteSource {
    private let source: any ByteSource
    private let isBigEndian: Bool
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    /// The bytes of the buffer that are not yet read.
    private var rest = 0..<0
    /// UTF-8 that is not yet handed out.
    private var pending: [UInt8] = []
    private var handedOut = 0
    private var isAtEnd = false
    /// The first half of a surrogate pair whose second half comes next.
    private var high: UInt16?
    private var isFirst = true

    /// - Parameters:
    ///   - source: gives the bytes, the mark first.
    ///   - isBigEndian: whether the higher byte of each unit is the first.
    init(_ source: any ByteSource, isBigEndian: Bool) {
        self.source = source
        self.isBigEndian = isBigEndian
    }

    func read(into output: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        while handedOut == pending.count {
            pending.removeAll(keepingCapacity: true)
            handedOut = 0
            try fill()
            convert()
            if pending.isEmpty, isAtEnd {
                guard rest.isEmpty else { throw .damaged("the UTF-16 text ends within a character") }
                return 0
            }
        }
        let count = min(output.count, pending.count - handedOut)
        output.copyBytes(from: pending[handedOut..<handedOut + count])
        handedOut += count
        return count
    }

    private func fill() throws(ReadingFault) {
        guard !isAtEnd else { return }
        // A byte may be left, the first of a unit.
        let left = rest.count
        if left > 0 { buffer[0] = buffer[rest.lowerBound] }
        var result: Result<Int, ReadingFault> = .success(0)
        buffer.withUnsafeMutableBytes { bytes in
            do throws(ReadingFault) {
                result = .success(try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[left...])))
            } catch {
                result = .failure(error)
            }
        }
        let count = try result.get()
        isAtEnd = count == 0
        rest = 0..<left + count
    }

    /// Converts all whole units of the buffer.
    private func convert() {
        while rest.count >= 2 {
            let (first, second) = (buffer[rest.lowerBound], buffer[rest.lowerBound + 1])
            rest = rest.lowerBound + 2..<rest.upperBound
            append(isBigEndian ? UInt16(first) << 8 | UInt16(second) : UInt16(second) << 8 | UInt16(first))
        }
        if isAtEnd, let half = high {
            appendThree(half)
            high = nil
        }
    }

    private func append(_ unit: UInt16) {
        defer { isFirst = false }
        if let first = high {
            high = nil
            if 0xDC00..<0xE000 ~= unit {
                let scalar = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
                pending.append(UInt8(0xF0 | scalar >> 18))
                pending.append(UInt8(0x80 | scalar >> 12 & 0x3F))
                pending.append(UInt8(0x80 | scalar >> 6 & 0x3F))
                pending.append(UInt8(0x80 | scalar & 0x3F))
                return
            }
            appendThree(first)
        }
        switch unit {
        case 0xFEFF where isFirst: break
        case 0..<0x80: pending.append(UInt8(unit))
        case 0x80..<0x800:
            pending.append(UInt8(0xC0 | unit >> 6))
            pending.append(UInt8(0x80 | unit & 0x3F))
        case 0xD800..<0xDC00: high = unit
        default: appendThree(unit)
        }
    }

    private func appendThree(_ unit: UInt16) {
        pending.append(UInt8(0xE0 | unit >> 12))
        pending.append(UInt8(0x80 | unit >> 6 & 0x3F))
        pending.append(UInt8(0x80 | unit & 0x3F))
    }
}
