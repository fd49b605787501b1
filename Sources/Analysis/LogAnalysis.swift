public import LogArchive
import TrackingLog

/// Logs, read and folded on several threads, as one report.
public struct LogAnalysis: Sendable {
    /// How logs are read; their order does not matter.
    public var reading = ReadingOptions()
    /// How their payloads are read.
    public var options = Tally.Options()
    /// What the report shows.
    public var reporting = ReportOptions()
    /// Called now and then, from whichever thread is reading.
    public var progress: (@Sendable (ReadingProgress) -> Void)?

    /// The usual: two threads, UTC, the person where senders put it.
    public init() {}

    /// Reads logs to their end and reports on them.
    ///
    /// - Returns: the report, and the summary of the reading. Inputs that could not be read are named there; the report
    ///   is of the others.
    public func report(on inputs: [LogInput]) throws -> (report: Report, reading: ReadingSummary) {
        var reader = LogReader(options: reading)
        reader.progress = progress
        var tally = Tally(options)
        let summary = try reader.fold(inputs, into: &tally) { [options] in
            Tally(options)
        } step: { tally, batch in
            tally.fold(batch)
        } merge: { tally, other in
            tally.merge(other)
        }
        tally.close()
        return (tally.report(reporting, of: summary), summary)
    }
}
