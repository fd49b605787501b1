import TrackingLog

/// The case of hexadecimal digits.
enum HexadecimalLetters {
    case upperCase
    case lowerCase

    /// The distance from the byte after `9` to the first letter.
    fileprivate var gap: UInt64 {
        switch self {
        case .upperCase: 0x41 - 0x3A
        case .lowerCase: 0x61 - 0x3A
        }
    }
}

extension Array where Element == UInt8 {
    /// Appends the lowest hexadecimal digits of a number, sixteen at most.
    mutating func appendHexadecimal(_ number: UInt64, digits: Int, letters: HexadecimalLetters) {
        let both = (
            Self.hexadecimal(UInt32(truncatingIfNeeded: number >> 32), letters).bigEndian,
            Self.hexadecimal(UInt32(truncatingIfNeeded: number), letters).bigEndian
        )
        Swift.withUnsafeBytes(of: both) { append(contentsOf: $0[(16 - digits)...]) }
    }

    /// The eight digits of a number, the first in the highest byte.
    private static func hexadecimal(_ number: UInt32, _ letters: HexadecimalLetters) -> UInt64 {
        // Spread the digits, one to a byte.
        var digits = UInt64(number)
        digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
        digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
        digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
        // Adding 6 carries a digit beyond nine into its byte's fifth bit.
        let beyondNine = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return digits &+ 0x3030_3030_3030_3030 &+ beyondNine &* letters.gap
    }

    /// Appends a random (version 4) UUID of the given bits.
    mutating func appendUUID(high: UInt64, low: UInt64, letters: HexadecimalLetters) {
        let dash = UInt8.hyphen
        appendHexadecimal(high >> 32, digits: 8, letters: letters)
        append(dash)
        appendHexadecimal(high >> 16, digits: 4, letters: letters)
        append(dash)
        appendHexadecimal(high & 0x0FFF | 0x4000, digits: 4, letters: letters)
        append(dash)
        appendHexadecimal(low >> 48 & 0x3FFF | 0x8000, digits: 4, letters: letters)
        append(dash)
        appendHexadecimal(low, digits: 12, letters: letters)
    }

    /// Appends a number in decimal, with leading zeros up to a number of digits.
    mutating func appendDecimal(_ number: UInt64, digits: Int) {
        var count = digits
        var limit = (0..<digits).reduce(UInt64(1)) { power, _ in power &* 10 }
        while limit != 0, number >= limit {
            count += 1
            limit = limit.multipliedReportingOverflow(by: 10).overflow ? 0 : limit &* 10
        }
        let start = self.count
        append(contentsOf: repeatElement(.digit(0), count: count))
        var rest = number
        for place in stride(from: count - 1, through: 0, by: -1) {
            self[start + place] = .digit(UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
    }
}
