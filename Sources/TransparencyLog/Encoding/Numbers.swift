extension Int {
    /// Reads a decimal number strictly: digits alone, no sign, no leading zero.
    package init?(decimal text: some StringProtocol) {
        guard let number = Int(text), number >= 0, String(number) == text else { return nil }
        self = number
    }
}

extension UInt32 {
    /// The four bytes, the highest first.
    var bigEndianBytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> (24 - 8 * $0)) } }

    /// The number that four bytes are, the highest first.
    init(bigEndianBytes bytes: some Sequence<UInt8>) { self = bytes.reduce(0) { $0 << 8 | UInt32($1) } }
}
