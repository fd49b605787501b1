public import Analysis
import FoundationEssentials
public import TrackingLog

/// A report as one JSON object, keys sorted: `pushtrail.report/1`.
public struct JSONFormat: ReportFormat {
    /// The one there is.
    public init() {}

    /// The report as an object, on many lines.
    public func render(_ report: Report, generatedAt time: Timestamp) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = JSONDocument(report: report, generatedAt: time)
        guard let data = try? encoder.encode(document) else {
            preconditionFailure("a report has only strings, integers and finite numbers, which JSON can hold")
        }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
