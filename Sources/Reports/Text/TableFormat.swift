public import Analysis
public import TrackingLog

/// A report for people: a page of at most 80 columns, the answer first.
public struct TableFormat: ReportFormat {
    /// The one there is.
    public init() {}

    /// The report as a page of text.
    public func render(_ report: Report, generatedAt time: Timestamp) -> String {
        Page(report).sections.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension Page.Section {
    /// The section as text.
    var text: String {
        (title.map { $0 + "\n" } ?? "")
            + blocks.map { block in
                switch block {
                case .paragraph(let pieces): Paragraph.lines(of: pieces).map { $0 + "\n" }.joined()
                case .table(let table): TextTable(table).text
                }
            }.joined()
    }
}
