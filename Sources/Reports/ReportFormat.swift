public import Analysis
public import TrackingLog

/// A way to write a report down.
public protocol ReportFormat: Sendable {
    /// The report as text, with its last line end.
    ///
    /// - Parameters:
    ///   - report: what to render.
    ///   - time: when the report was made.
    func render(_ report: Report, generatedAt time: Timestamp) -> String
}

/// The formats there are, by the names they are asked for.
public enum ReportFormatName: String, CaseIterable, Sendable {
    /// For people.
    case table
    /// For programs.
    case json
    /// For spreadsheets and data frames: one row a fact.
    case csv
    /// For tickets.
    case markdown

    /// The format of that name.
    public var format: any ReportFormat {
        switch self {
        case .table: TableFormat()
        case .json: JSONFormat()
        case .csv: CSVFormat()
        case .markdown: MarkdownFormat()
        }
    }
}
