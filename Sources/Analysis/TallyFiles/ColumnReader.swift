/// Reads what a column of a tally file holds.
///
/// A column that is too short, or a number that is too large, gives zeros, and ``isComplete`` is false in the end.
struct ColumnReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var isBroken = false

    /// - Parameter bytes: must outlive the reader.
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Whether everything was read, and nothing was missing.
    var isComplete: Bool { !isBroken && position == bytes.count }
    /// Whether there is more to read.
    var hasMore: Bool { !isBroken && position < bytes.count }

    /// The next number.
    @inline(__always)
    mutating func next() -> UInt64 {
        if position < bytes.count, bytes[position] < 0x80 {
            position += 1
            return UInt64(bytes[position - 1])
        }
        return nextLong()
    }

    private mutating func nextLong() -> UInt64 {
        var (number, shift) = (UInt64(0), UInt64(0))
        while position < bytes.count, shift < 63 {
            let byte = bytes[position]
            position += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        isBroken = true
        return 0
    }

    /// The next number that may be below 0.
    @inline(__always)
    mutating func nextSigned() -> Int64 {
        let number = next()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// The next bytes.
    mutating func next(_ count: UInt64) -> UnsafeRawBufferPointer {
        guard count <= UInt64(bytes.count - position) else {
            isBroken = true
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        position += Int(count)
        return UnsafeRawBufferPointer(rebasing: bytes[position - Int(count)..<position])
    }

    /// Notes that a value cannot be.
    mutating func refuse() { isBroken = true }
}
