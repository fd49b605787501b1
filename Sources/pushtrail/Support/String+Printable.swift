extension String {
    /// The text without control characters (C0, DEL, C1), each replaced by U+FFFD: what stands in data and file names
    /// must not steer the terminal that it is shown on.
    var printable: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        var text = UnicodeScalarView()
        text.append(contentsOf: unicodeScalars.lazy.map { $0.isControl ? "\u{FFFD}" : $0 })
        return String(text)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { value < 0x20 || 0x7F...0x9F ~= value }
}
