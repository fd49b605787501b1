/// Which letters hexadecimal digits are written with.
enum HexadecimalLetters {
    case upperCase
    case lowerCase

    fileprivate var afterNine: UInt8 {
        switch self {
        case .upperCase: UInt8(ascii: "A") - 10
        case .lowerCase: UInt8(ascii: "a") - 10
        }
    }
}

extension Array where Element == UInt8 {
    /// Appends the lowest hexadecimal digits of a number.
    mutating func appendHexadecimal(_ number: UInt64, digits: Int, letters: HexadecimalLetters) {
        let afterNine = letters.afterNine
        for place in stride(from: (digits - 1) * 4, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(place)) & 15
            append(digit &+ (digit < 10 ? UInt8(ascii: "0") : afterNine))
        }
    }

    /// Appends a random (version 4) UUID of the given bits.
    mutating func appendUUID(high: UInt64, low: UInt64, letters: HexadecimalLetters) {
        let dash = UInt8(ascii: "-")
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

    /// Appends a number in decimal, with leading zeros where it has fewer digits.
    mutating func appendDecimal(_ number: UInt64, digits: Int) {
        var count = digits
        var limit = (0..<digits).reduce(UInt64(1)) { power, _ in power &* 10 }
        while limit != 0, number >= limit {
            count += 1
            limit = limit.multipliedReportingOverflow(by: 10).overflow ? 0 : limit &* 10
        }
        let start = self.count
        append(contentsOf: repeatElement(UInt8(ascii: "0"), count: count))
        var rest = number
        for place in stride(from: count - 1, through: 0, by: -1) {
            self[start + place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
