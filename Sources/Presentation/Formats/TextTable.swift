/// A table set in columns by spaces, no wider than the page: a row whose names are too wide for their columns has them on a
/// line of their own above the rest.
struct TextTable {
    private let table: Table
    private let widths: [Int]
    private let pageWidth: Int

    init(_ table: Table, width pageWidth: Int, drawsBars: Bool = false) {
        var table = table
        var room: Int { pageWidth - Self.total(Self.widths(of: table), table) }
        // Bars say more than columns that are only wanted where there is room.
        if room < (drawsBars && table.bars != nil ? Table.shortestBar : 0) { table = table.withoutOptionalColumns }
        if drawsBars { table = table.drawingBars(columns: room) }
        var widths = Self.widths(of: table)
        // The widest columns give way first; their titles stay.
        while Self.total(widths, table) > pageWidth {
            let shrinkable = widths.indices.filter {
                table.columns[$0].canShrink && widths[$0] > table.columns[$0].title.columns
            }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        self.table = table
        self.widths = widths
        self.pageWidth = pageWidth
    }

    private static func total(_ widths: [Int], _ table: Table) -> Int {
        zip(widths, table.columns).reduce(0) { $0 + $1.0 + $1.1.gap }
    }

    /// The widths that the cells need.
    private static func widths(of table: Table) -> [Int] {
        table.columns.indices.map { column in
            let title = table.showsTitles ? table.columns[column].title.columns : 0
            return table.rows.reduce(title) { widest, row in
                guard column < row.count else { return widest }
                return row[column].split(separator: "\n").reduce(widest) { max($0, $1.columns) }
            }
        }
    }

    /// The lines, without spaces at their ends; titles and headings stand out.
    var lines: [Line] {
        (table.showsTitles ? lines(table.columns.map(\.title), .heading) : [])
            + table.rows.flatMap { lines($0, $0.count == 1 ? .heading : .none) }
    }

    private func lines(_ cells: [String], _ emphasis: Line.Emphasis) -> [Line] {
        // A heading may be wider than its column: nothing is beside it.
        guard
            cells.count == 1
                || cells.indices.allSatisfy({ !table.columns[$0].canShrink || cells[$0].columns <= widths[$0] })
        else {
            let names = cells.indices.filter { table.columns[$0].canShrink }
            let rest = cells.indices.map { table.columns[$0].canShrink ? "" : cells[$0] }
            let head = names.map { cells[$0] }.filter { !$0.isEmpty }.joined(separator: "  ")
            return [Line(text: head.cut(to: pageWidth)), Line(text: line(rest))]
        }
        let parts = cells.map { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        return (0..<max(1, parts.map(\.count).max() ?? 1)).map { number in
            Line(text: line(parts.map { number < $0.count ? $0[number] : "" }), emphasis: emphasis)
        }
    }

    private func line(_ cells: [String]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let column = table.columns[index]
            let padding = String(repeating: " ", count: max(0, widths[index] - cell.columns))
            line += String(repeating: " ", count: column.gap)
            line += column.alignment == .left ? cell + padding : padding + cell
        }
        return line.trimmingEnd
    }
}

extension Table {
    /// The columns that a bar takes at least, with the gap before it.
    fileprivate static let shortestBar = 7

    /// The table with its bars as text, if there is room for them.
    fileprivate func drawingBars(columns room: Int) -> Table {
        let (gap, longest) = (2, 20)
        guard let bars, room >= Self.shortestBar else { return self }
        var table = self
        table.columns.insert(Column(alignment: .left, gap: gap), at: bars.column + 1)
        for (row, share) in zip(rows.indices, bars.shares) where rows[row].count > bars.column {
            let bar = share.map { $0.asBar(columns: min(room - gap, longest)) } ?? ""
            table.rows[row].insert(bar, at: bars.column + 1)
        }
        return table
    }

    fileprivate var withoutOptionalColumns: Table {
        var table = self
        let kept = columns.indices.filter { !columns[$0].isOptional }
        table.columns = kept.map { columns[$0] }
        table.rows = rows.map { row in kept.filter { $0 < row.count }.map { row[$0] } }
        return table
    }
}

extension Double {
    /// A bar of a part of so many columns, in eighths of a column (Unicode, "Block Elements"). What is not nothing is seen.
    fileprivate func asBar(columns: Int) -> String {
        let eighths = Swift.min(8 * columns, Swift.max(self > 0 ? 1 : 0, Int((self * Double(8 * columns)).rounded())))
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + rest
    }
}
