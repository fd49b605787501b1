import CISAL

/// The CRC-32 of zip (APPNOTE.TXT 4.4.7), of pieces that were computed apart.
enum CRC32 {
    /// The polynomial, its highest power in the lowest bit.
    private static let polynomial: UInt32 = 0xEDB8_8320
    /// The polynomials 1 and x to the power of 8, which stands for a byte.
    private static let (one, byte): (UInt32, UInt32) = (1 << 31, 1 << 23)

    /// The CRC of some bytes.
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 { of(bytes, following: 0) }

    /// The CRC of some bytes and of those before them.
    ///
    /// - Parameters:
    ///   - bytes: the bytes.
    ///   - crc: that of the bytes before them.
    static func of(_ bytes: UnsafeRawBufferPointer, following crc: UInt32) -> UInt32 {
        crc32_gzip_refl(crc, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
    }

    /// The CRC of two pieces after each other.
    ///
    /// What follows a piece multiplies its remainder by a power of x, as in zlib's `crc32_combine`.
    ///
    /// - Parameters:
    ///   - first: the first piece's CRC.
    ///   - second: the second piece's CRC.
    ///   - length: the second piece's length in bytes.
    static func joined(_ first: UInt32, _ second: UInt32, length: Int) -> UInt32 {
        var (power, factor, rest) = (one, byte, length)
        while rest > 0 {
            if rest & 1 == 1 { power = product(power, factor) }
            factor = product(factor, factor)
            rest >>= 1
        }
        return product(power, first) ^ second
    }

    /// The product of two remainders.
    private static func product(_ one: UInt32, _ other: UInt32) -> UInt32 {
        var (sum, shifted): (UInt32, UInt32) = (0, other)
        for bit in (0..<32).reversed() {
            if one >> UInt32(bit) & 1 == 1 { sum ^= shifted }
            shifted = shifted & 1 == 1 ? shifted >> 1 ^ polynomial : shifted >> 1
        }
        return sum
    }
}
