// The ASCII characters of the formats, by name. They are computed and inlinable: to every module they are plain numbers.

extension UInt8 {
    @inlinable package static var tab: UInt8 { 0x09 }
    @inlinable package static var lineFeed: UInt8 { 0x0A }
    @inlinable package static var carriageReturn: UInt8 { 0x0D }
    @inlinable package static var space: UInt8 { 0x20 }
    @inlinable package static var quote: UInt8 { 0x22 }
    @inlinable package static var percent: UInt8 { 0x25 }
    @inlinable package static var apostrophe: UInt8 { 0x27 }
    @inlinable package static var plus: UInt8 { 0x2B }
    @inlinable package static var comma: UInt8 { 0x2C }
    @inlinable package static var hyphen: UInt8 { 0x2D }
    @inlinable package static var dot: UInt8 { 0x2E }
    @inlinable package static var slash: UInt8 { 0x2F }
    @inlinable package static var colon: UInt8 { 0x3A }
    @inlinable package static var semicolon: UInt8 { 0x3B }
    @inlinable package static var equals: UInt8 { 0x3D }
    @inlinable package static var at: UInt8 { 0x40 }
    @inlinable package static var openBracket: UInt8 { 0x5B }
    @inlinable package static var backslash: UInt8 { 0x5C }
    @inlinable package static var closeBracket: UInt8 { 0x5D }
    @inlinable package static var underscore: UInt8 { 0x5F }
    @inlinable package static var openBrace: UInt8 { 0x7B }
    @inlinable package static var closeBrace: UInt8 { 0x7D }
    @inlinable package static var tilde: UInt8 { 0x7E }

    /// Whether the byte is a control character, line ends and tabs among them.
    @inlinable package var isControl: Bool { self < 0x20 || self == 0x7F }
}

// MARK: - Letters

extension UInt8 {
    @inlinable package static var upperA: UInt8 { 0x41 }
    @inlinable package static var upperG: UInt8 { 0x47 }
    @inlinable package static var upperN: UInt8 { 0x4E }
    @inlinable package static var upperP: UInt8 { 0x50 }
    @inlinable package static var upperT: UInt8 { 0x54 }
    @inlinable package static var upperU: UInt8 { 0x55 }
    @inlinable package static var upperZ: UInt8 { 0x5A }
    @inlinable package static var a: UInt8 { 0x61 }
    @inlinable package static var b: UInt8 { 0x62 }
    @inlinable package static var c: UInt8 { 0x63 }
    @inlinable package static var d: UInt8 { 0x64 }
    @inlinable package static var e: UInt8 { 0x65 }
    @inlinable package static var f: UInt8 { 0x66 }
    @inlinable package static var n: UInt8 { 0x6E }
    @inlinable package static var o: UInt8 { 0x6F }
    @inlinable package static var r: UInt8 { 0x72 }
    @inlinable package static var s: UInt8 { 0x73 }
    @inlinable package static var t: UInt8 { 0x74 }
    @inlinable package static var u: UInt8 { 0x75 }
    @inlinable package static var z: UInt8 { 0x7A }

    /// Whether the byte is a lower-case letter.
    @inlinable package var isLowercase: Bool { self &- 0x61 < 26 }

    /// Whether the byte is an upper-case letter.
    @inlinable package var isUppercase: Bool { self &- 0x41 < 26 }

    /// Whether the byte is a letter of either case.
    @inlinable package var isLetter: Bool { (self | 0x20).isLowercase }

    /// The byte with an upper-case letter in lower case: how statuses are compared.
    @inlinable package var lowercasedASCII: UInt8 { isUppercase ? self | 0x20 : self }
}

// MARK: - Digits

extension UInt8 {
    /// The character of a digit's value, 0 to 9.
    @inlinable package static func digit(_ value: UInt8) -> UInt8 { 0x30 &+ value }

    /// The value of a decimal digit; above 9 for any other byte.
    @inlinable package var digitValue: UInt8 { self &- 0x30 }

    /// Whether the byte is a decimal digit.
    @inlinable package var isDigit: Bool { digitValue <= 9 }

    /// The value of a hexadecimal digit of either case; nil for any other byte.
    @inlinable package var hexDigitValue: UInt8? {
        if isDigit { return digitValue }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }
}
