// Numbers and texts of a tally file's columns, written.

extension [UInt8] {
    /// Appends a number, seven bits a byte, the lowest first (LEB128).
    @inline(__always)
    mutating func append(number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends a number that may be below 0: small ones of either sign take one byte.
    @inline(__always)
    mutating func append(signed number: Int64) {
        append(number: UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    /// Appends a text after its length.
    mutating func append(counted text: UnsafeRawBufferPointer) {
        append(number: UInt64(text.count))
        append(text: text)
    }
}
