public import Analysis
public import TrackingLog

/// A report as one JSON object, keys sorted: `pushtrail.report/1`.
public struct JSONFormat: ReportFormat {
    /// The one there is.
    public init() {}

    /// The report as an object, on many lines.
    public func render(_ report: Report, generatedAt time: Timestamp) -> String {
        JSONDocument(report: report, generatedAt: time).json()
    }
}
