extension Array where Element == UInt8 {
    /// Appends the last two decimal digits of a number that is not negative.
    mutating func appendTwoDigits(_ number: Int) {
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / 10 % 10))
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number % 10))
    }
}

extension Span<UInt8> {
    /// The number that two decimal digits spell; nil where either is none.
    func twoDigits(at offset: Int) -> Int? {
        let tens = self[offset] &- UInt8(ascii: "0")
        let ones = self[offset + 1] &- UInt8(ascii: "0")
        return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : nil
    }
}
