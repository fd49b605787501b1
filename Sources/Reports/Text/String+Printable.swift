// Logs are written by others: what they hold must not reach a terminal as a command to it.

extension String {
    /// The text with every control character, line ends included, and whatever turns the writing's direction, replaced.
    package var printable: String {
        // A quick look first: they are these bytes, or begin with C2 or E2.
        guard utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 }) else { return self }
        var scalars = UnicodeScalarView()
        scalars.append(contentsOf: unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 })
        return String(scalars)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool {
        switch value {
        // Embeddings, overrides and isolates (Unicode Standard Annex 9): they would reorder what stands beside them.
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: properties.generalCategory == .control
        }
    }
}
