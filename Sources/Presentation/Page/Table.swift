/// A table of a page.
public struct Table: Sendable {
    /// The side of a column at which its cells begin.
    public enum Alignment: Sendable {
        case left, right
    }

    /// A column, and how a format with fixed widths sets it.
    public struct Column: Sendable {
        var title = ""
        var alignment = Alignment.right
        /// Spaces before the column.
        var gap = 2
        /// Whether its cells may be cut short where the line is too long.
        var canShrink = false
        /// Whether it is left out where lines would be too long, before other columns are cut.
        var isOptional = false
    }

    var columns: [Column]
    /// Whether the titles are shown.
    var showsTitles = true
    /// The lines' cells. A cell may have several lines. A line may have fewer cells than there are columns; one cell alone
    /// is a heading for the lines below it, and none at all is a gap.
    var rows: [[String]] = []
    /// Bars beside the numbers, where a format draws them.
    var bars: Bars?

    /// A bar for each row, after a column.
    struct Bars {
        /// The column that the bars illustrate.
        var column: Int
        /// By row, the part of a bar's full width, from 0 to 1; none after the last.
        var shares: [Double?]
    }
}
