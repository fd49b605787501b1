/// A line of a page for people, and how it stands out where colour is welcome.
///
/// Whole lines are coloured, after they are laid out: colour within one would count as columns.
struct PageLine {
    enum Emphasis: String {
        case none = ""
        case heading = "\u{1B}[1m"
        case bad = "\u{1B}[31m"
        case odd = "\u{1B}[33m"
        case quiet = "\u{1B}[2m"
    }

    var text: String
    var emphasis = Emphasis.none

    /// The line with its line end. Control characters, which a log may hold and a terminal obey, are made visible.
    func rendered(colored: Bool) -> String {
        let text = text.printable
        return colored && emphasis != .none && !text.isEmpty
            ? emphasis.rawValue + text + "\u{1B}[0m\n" : text + "\n"
    }
}

extension String {
    /// The text with every control character, line ends included, replaced.
    fileprivate var printable: String {
        // A quick look first: they are these bytes, or begin with C2.
        guard utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) else { return self }
        var scalars = UnicodeScalarView()
        scalars.append(contentsOf: unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 })
        return String(scalars)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
