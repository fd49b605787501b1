extension StringProtocol {
    /// Whether another text has the same bytes in UTF-8.
    ///
    /// Swift's `==`, and with it sets and dictionaries, take texts for equal that are so only after Unicode normalization,
    /// as `é` in one code point and in two, or `K` and the Kelvin sign. Where names, codes and ids are told apart, bytes
    /// decide.
    package func isSame(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}
