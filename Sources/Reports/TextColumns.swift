/// Lines of cells, set in columns.
struct TextColumns {
    enum Alignment {
        case left, right
    }

    /// How each column is set; a line's last cell may run on.
    var alignments: [Alignment]
    /// How many spaces stand before each column.
    var gaps: [Int]
    private var lines: [[String]] = []

    init(_ columns: (gap: Int, alignment: Alignment)...) {
        alignments = columns.map(\.alignment)
        gaps = columns.map(\.gap)
    }

    /// Adds a line of cells, as many as it has; none make an empty line.
    mutating func add(_ cells: String...) {
        lines.append(cells)
    }

    /// The lines, without spaces at their ends.
    var text: String {
        let widths = alignments.indices.map { column in
            lines.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return lines.map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
                line += String(repeating: " ", count: gaps[column])
                line += alignments[column] == .left ? cell + padding : padding + cell
            }
            return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }
}
