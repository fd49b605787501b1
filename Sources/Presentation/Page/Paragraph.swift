/// Running text.
enum Paragraph {
    static let width = 80

    /// Sets pieces on lines of at most 80 columns, those after the first indented. A piece is broken only where it is
    /// itself too long for a line: at its spaces, and never within a word, so that names can still be copied.
    static func lines(of pieces: [String]) -> [String] {
        let indent = "    "
        var lines: [String] = []
        var line = ""
        func place(_ piece: String) {
            if line.isEmpty {
                line = lines.isEmpty ? piece : indent + piece
            } else if line.columns + 1 + piece.columns <= width {
                line += " " + piece
            } else {
                lines.append(line)
                line = indent + piece
            }
        }
        for piece in pieces {
            if piece.columns + indent.columns <= width {
                place(piece)
            } else {
                let leading = String(piece.prefix { $0 == " " })
                for (index, word) in piece.split(separator: " ").enumerated() {
                    place(index == 0 ? leading + word : String(word))
                }
            }
        }
        return lines + [line]
    }

    /// Breaks text at its spaces into lines of at most so many columns; a longer word has a line to itself.
    static func lines(of text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let line = lines.last, line.columns + 1 + word.columns <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
