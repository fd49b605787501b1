extension Span<UInt8> {
    /// Whether a byte stands anywhere in the span.
    public func contains(_ byte: UInt8) -> Bool {
        for index in indices where self[index] == byte { return true }
        return false
    }

    /// Whether a text stands at an offset.
    package func has(_ text: StaticString, at start: Int = 0) -> Bool {
        text.withUTF8Buffer { text in
            guard start + text.count <= count else { return false }
            for index in 0..<text.count where self[start + index] != text[index] { return false }
            return true
        }
    }

    /// Whether it begins with a word, whatever the case of ASCII letters.
    package func begins(with word: some Collection<UInt8>) -> Bool {
        guard count >= word.count else { return false }
        var index = 0
        for byte in word {
            if self[index] != byte, self[index].lowercasedASCII != byte.lowercasedASCII { return false }
            index += 1
        }
        return true
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
