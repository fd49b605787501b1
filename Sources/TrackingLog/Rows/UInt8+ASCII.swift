extension UInt8 {
    /// The byte with an ASCII upper-case letter turned into its lower-case one: how statuses are compared.
    @inlinable
    package var lowercasedASCII: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }
}
