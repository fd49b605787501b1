extension StringProtocol {
    /// Whether another text has the same bytes in UTF-8.
    ///
    /// Swift's `==`, sets and dictionaries also take texts for equal that differ before Unicode normalization, such as `é`
    /// in one code point and in two, or `K` and the Kelvin sign. Names, codes and ids are equal only byte by byte.
    package func isSame(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension Unicode.Scalar {
    /// Whether it is invisible and changes how the text around it looks.
    ///
    /// These are control characters, line ends, marks that turn the direction of writing (Unicode Standard Annex 9) and
    /// spaces without width. Joiners are part of letters.
    package var isDeceptive: Bool {
        switch value {
        case 0x20..<0x7F: false
        case 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: true
        default: properties.generalCategory == .control
        }
    }
}
