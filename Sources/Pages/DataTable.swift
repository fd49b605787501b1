/// A table of figures. On a narrow screen it scrolls by itself, by keyboard too; the page does not.
public struct DataTable: Sendable {
    /// A column with its title.
    public struct Column: Sendable {
        /// What it holds.
        public enum Kind: Sendable {
            /// Numbers, at the right.
            case number
            /// Text, at the left.
            case text
            /// A bar, which belongs to the column before it and cannot be sorted by.
            case bar
        }

        var title: String
        var kind: Kind

        /// A column.
        public init(_ title: String, _ kind: Kind = .number) {
            self.title = title
            self.kind = kind
        }
    }

    /// What it shows; read before it by those who do not see it.
    public var caption: String
    /// The columns; the first names the rows.
    public var columns: [Column]
    /// The cells, one for each column.
    public var rows: [[HTML]] = []
    /// A row of sums below all others, wherever these are sorted to.
    public var footer: [HTML]?
    /// Whether readers may sort it, where scripts run.
    public var isSortable = false

    /// A table without rows.
    public init(_ caption: String, _ columns: [Column], isSortable: Bool = false) {
        self.caption = caption
        self.columns = columns
        self.isSortable = isSortable
    }

    /// The table.
    public var markup: HTML { "\(beginning)\(rows.map(row))\(end)" }

    /// The table up to the first row.
    public var beginning: HTML {
        let titles = columns.map { column -> HTML in
            column.kind == .bar
                ? "<td class=\"bar\"></td>" : "<th scope=\"col\" class=\"\(column.style)\">\(column.title)</th>"
        }
        return """
            <div class="\(isNarrow ? "scroll narrow" : "scroll" as HTML)" role="group" aria-label="\(caption)" tabindex="0">
            <table\(isSortable ? " class=\"sortable\"" : "" as HTML)>
            <caption>\(caption)</caption>
            <thead><tr>\(titles)</tr></thead>
            <tbody>

            """
    }

    /// The table from the last row on.
    public var end: HTML {
        """
        </tbody>\(footer.map { "\n<tfoot>\(row($0))</tfoot>" } ?? "" as HTML)
        </table>
        </div>
        """
    }

    /// Whether a few short columns would only drift apart on a wide screen.
    private var isNarrow: Bool { columns.count <= 4 && columns.contains { $0.kind != .text } }

    /// A row of cells, one for each column.
    public func row(_ cells: [HTML]) -> HTML {
        let row = zip(columns, cells).enumerated().map { index, cell -> HTML in
            index == 0
                ? "<th scope=\"row\">\(cell.1)</th>" : "<td class=\"\(cell.0.style)\">\(cell.1)</td>"
        }
        return "<tr>\(row)</tr>\n"
    }
}

extension DataTable.Column {
    fileprivate var style: HTML {
        switch kind {
        case .number: "number"
        case .text: "text"
        case .bar: "bar"
        }
    }
}
