import Analysis
import Foundation
import LogArchive
import Presentation

/// A list of conversions: the text of a CSV with a header, or of JSON objects.
func conversions(_ text: String) throws -> ConversionList {
    let file = FileManager.default.temporaryDirectory.appending(path: "pushtrail-test-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try ConversionFile.read(file.path(), name: "orders.csv")
}

/// The report on rows and conversions, read from a log; from several, cut in so many parts.
func report(
    on rows: [Row], crediting text: String, parts: Int = 1, within window: Int = 3 * 86_400,
    _ change: (inout ReportOptions) -> Void = { _ in }
) throws -> Report {
    try withLogs(of: rows, parts: parts) { _, logs in
        var analysis = LogAnalysis()
        change(&analysis.reporting)
        analysis.reporting.conversions = ConversionRequest(try conversions(text))
        analysis.reporting.conversions?.window = window
        return try analysis.report(on: logs).report
    }
}

/// The delivery log of rows and conversions, as NDJSON lines: `tracking code: conversions value`.
func creditedLines(of rows: [Row], crediting text: String, parts: Int = 1) throws -> [String] {
    try withLogs(of: rows, parts: parts) { _, logs in
        var request = DeliveryRequest()
        request.conversions = ConversionRequest(try conversions(text))
        let (log, _) = try LogAnalysis().deliveries(on: logs, request)
        let format = DeliveryCSV(
            DeliveryLogLayout([.trackingCode, .conversions, .conversionValue]), isSeen: false)
        var text: [UInt8] = []
        try log.read(into: &text) {
            format.text(of: $0)
        } take: {
            $0 += $1
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
