/// A table of a page.
struct PageTable {
    enum Alignment {
        case left, right
    }

    struct Column {
        var title = ""
        var alignment = Alignment.right
        /// How many spaces stand before the column, where columns are set by spaces.
        var gap = 2
        /// Whether its cells may be cut short where the line is too long.
        var canShrink = false
    }

    var columns: [Column]
    /// Whether the titles help: not where every line says what it is.
    var showsTitles = true
    /// The lines' cells; a line may have fewer than there are columns, and a cell several lines. A line of none parts
    /// what is above it from what is below.
    var rows: [[String]] = []
}
