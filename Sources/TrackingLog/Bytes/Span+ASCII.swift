extension Span<UInt8> {
    /// Whether a byte stands anywhere in the span.
    public func contains(_ byte: UInt8) -> Bool {
        for index in indices where self[index] == byte { return true }
        return false
    }

    /// The value of the two decimal digits at an offset; nil if either is none.
    func twoDigits(at offset: Int) -> Int? {
        let (tens, ones) = (self[offset].digitValue, self[offset + 1].digitValue)
        return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : nil
    }
}

extension Array where Element == UInt8 {
    /// Appends the last two decimal digits of a number that is not negative.
    mutating func appendTwoDigits(_ number: Int) {
        append(.digit(UInt8(truncatingIfNeeded: number / 10 % 10)))
        append(.digit(UInt8(truncatingIfNeeded: number % 10)))
    }
}
