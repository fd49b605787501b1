public import Analysis
public import Diagnosis
public import TrackingLog

/// A report: delivery health, reasons, token coverage, latency.
public struct ReportAnswer: TabularAnswer {
    let report: Report
    /// The groups, filter and zone of the report.
    let options: ReportOptions
    /// What went wrong in it; nil where that was not judged. Only the page shows it.
    let diagnosis: Diagnosis?
    /// When the report was made.
    let time: Timestamp

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - report: the report.
    ///   - options: what it was made by.
    ///   - diagnosis: what went wrong in it; nil where that was not judged.
    ///   - time: when the report was made.
    public init(
        _ report: Report, _ options: ReportOptions = ReportOptions(), _ diagnosis: Diagnosis? = nil,
        generatedAt time: Timestamp
    ) {
        self.report = report
        self.options = options
        self.diagnosis = diagnosis
        self.time = time
    }

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// `pushtrail.report/1`.
    public var document: some Encodable { ReportDocument(report: report, generatedAt: time) }

    /// The result first: is it delivered, how did messages end, why not; then the detail behind it.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        guard let window = report.window else {
            try body(Section([.paragraph([nothing])]))
            return try body(report.quality.rejects(notThere: "counted above"))
        }
        try body(heading(window))
        try body(health)
        try body(confirmations)
        try body(groups)
        try body(irregularNames)
        for section in conversions { try body(section) }
        try body(reasons)
        try body(tokens)
        try body(timing)
        try body(events)
        try body(report.quality.rejects(notThere: "counted above"))
    }

    private var nothing: String {
        let rows = report.quality.rows
        return rows == 0 ? "No events." : "No message matches: \(rows.counting("event")) read."
    }
}
