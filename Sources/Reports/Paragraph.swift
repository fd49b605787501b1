/// Running text.
enum Paragraph {
    static let width = 80

    /// Sets pieces on lines of at most 80 columns, those after the first indented. A piece is broken only where it is
    /// itself too long for a line: at its spaces, and never within a word, so that names can still be copied.
    static func wrap(_ pieces: [String]) -> String {
        let indent = "    "
        var lines: [String] = []
        var line = ""
        func place(_ piece: String) {
            if line.isEmpty {
                line = lines.isEmpty ? piece : indent + piece
            } else if line.count + 1 + piece.count <= width {
                line += " " + piece
            } else {
                lines.append(line)
                line = indent + piece
            }
        }
        for piece in pieces {
            if piece.count + indent.count <= width {
                place(piece)
            } else {
                let leading = String(piece.prefix { $0 == " " })
                for (index, word) in piece.split(separator: " ").enumerated() {
                    place(index == 0 ? leading + word : String(word))
                }
            }
        }
        lines.append(line)
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Int {
    /// The number with what it counts: `1 row`, `2,000 rows`.
    package func counting(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
