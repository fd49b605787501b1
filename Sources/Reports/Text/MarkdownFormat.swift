public import Analysis
public import TrackingLog

/// A report to paste into a ticket: what the table shows, as GitHub Flavored Markdown.
public struct MarkdownFormat: ReportFormat {
    /// The one there is.
    public init() {}

    /// The report as paragraphs and tables.
    public func render(_ report: Report, generatedAt time: Timestamp) -> String {
        var blocks: [String] = []
        for section in Page(report).sections {
            if let title = section.title { blocks.append("**\(title.inMarkdown)**\n") }
            blocks += section.blocks.map { block in
                switch block {
                case .paragraph(let pieces): pieces.joined(separator: " ").inMarkdown + "\n"
                case .table(let table): text(table)
                }
            }
        }
        return blocks.joined(separator: "\n")
    }

    private func text(_ table: PageTable) -> String {
        func line(_ cells: [String]) -> String {
            let all = cells + Array(repeating: "", count: table.columns.count - cells.count)
            return "| " + all.map(\.inMarkdown).joined(separator: " | ") + " |\n"
        }
        let rule = table.columns.map { $0.alignment == .left ? "---" : "--:" }.joined(separator: "|")
        return table.rows.split(separator: [], omittingEmptySubsequences: true).map { rows in
            line(table.columns.map(\.title)) + "|\(rule)|\n" + rows.map(line).joined()
        }.joined(separator: "\n")
    }
}
