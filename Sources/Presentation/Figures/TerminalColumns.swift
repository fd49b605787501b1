// How much room text takes up where every character has its cell, or two.

extension StringProtocol {
    /// The text without the spaces at its end.
    var trimmingEnd: String { String(reversed().drop { $0 == " " }.reversed()) }

    /// How many columns of a terminal the text takes up.
    var columns: Int { reduce(0) { $0 + $1.columns } }

    /// The text, cut short and ended by `…` where it takes up more columns than there are.
    func cut(to width: Int) -> String {
        guard columns > width else { return String(self) }
        var text = ""
        var used = 1
        for character in self {
            used += character.columns
            if used > width { break }
            text.append(character)
        }
        return text + "…"
    }
}

extension Character {
    /// Two for the wide characters of East Asia and for emoji (Unicode Standard Annex 11), else one.
    fileprivate var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        switch first.value {
        case 0..<0x1100: return unicodeScalars.contains("\u{FE0F}") ? 2 : 1
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") ? 2 : 1
        }
    }
}
