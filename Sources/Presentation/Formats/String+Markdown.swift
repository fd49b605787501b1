extension String {
    /// The text as GitHub Flavored Markdown that renders to itself, on one line: what would be markup, HTML or mathematics
    /// is escaped, and what would become a link, a mention, an issue or an emoji is kept from it by a word joiner
    /// (U+2060), which has no width. A backslash would not help: links and mentions are found in the rendered text.
    var inMarkdown: String {
        // By scalars: to a Character a bar with an accent is another character.
        let scalars = Array(printableLine.unicodeScalars.drop { $0 == " " })
        var text = UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            if scalar.isMarkup || Self.opensBlock(scalars, index) { text.append("\\") }
            if Self.startsURL(scalars, index) { text.append(Self.joiner) }
            text.append(scalar)
            if Self.startsReference(scalars, index) { text.append(Self.joiner) }
        }
        return String(text)
    }

    private static let joiner: Unicode.Scalar = "\u{2060}"

    /// Whether a scalar is the colon of `http://` or the full stop of `www.`.
    private static func startsURL(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        switch scalars[index] {
        case ":": scalars[(index + 1)...].starts(with: ["/", "/"])
        case ".": index >= 3 && scalars[(index - 3)..<index].allSatisfy { $0 == "w" || $0 == "W" }
        default: false
        }
    }

    /// Whether a scalar is followed by what makes it a mention or an address (`@name`), an issue (`#1`, `GH-1`), or the
    /// name of an emoji (`:tada:`).
    private static func startsReference(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        let rest = scalars[(index + 1)...]
        guard let next = rest.first else { return false }
        switch scalars[index] {
        case "@": return next != " "
        case "#": return next.isDigit
        case "-":
            guard next.isDigit, index >= 2 else { return false }
            return ["G", "g"].contains(scalars[index - 2]) && ["H", "h"].contains(scalars[index - 1])
        case ":":
            let name = rest.prefix {
                $0.isASCII && ($0.properties.isAlphabetic || $0.isDigit || "_+-".unicodeScalars.contains($0))
            }
            // The minutes of a time are none.
            let isTime = name.count == 2 && name.allSatisfy(\.isDigit)
            return !name.isEmpty && !isTime && rest.dropFirst(name.count).first == ":"
        default: return false
        }
    }

    /// Whether a scalar would make the line a list or the one before it a heading.
    private static func opensBlock(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        switch scalars[index] {
        case "-", "+", "=": index == 0
        case ".", ")":
            (1...9).contains(index) && scalars[..<index].allSatisfy(\.isDigit)
                && (index + 1 == scalars.count || scalars[index + 1] == " ")
        default: false
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isMarkup: Bool {
        switch self {
        case "|", "\\", "`", "*", "_", "[", "]", "<", ">", "#", "~", "&", "$": true
        default: false
        }
    }

    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
