public import LogArchive
import TrackingLog

/// Logs, read and folded on several threads, as one report.
public struct LogAnalysis: Sendable {
    /// How logs are read. Their order does not matter and is not kept.
    public var reading = ReadingOptions()
    /// Where person and name are found in payloads.
    public var options = Tally.Options()
    /// What the report shows.
    public var reporting = ReportOptions()
    /// Called with the progress of reading now and then, from any reading thread.
    public var progress: (@Sendable (ReadingProgress) -> Void)?

    /// The defaults: two threads, UTC, the person in its usual place.
    public init() {}

    /// Reads logs to their end and reports on them.
    ///
    /// - Returns: the report, and a summary of the reading. Inputs that could not be read are named there, and missing from
    ///   the report.
    public func report(on inputs: [LogInput]) throws -> (report: Report, reading: ReadingSummary) {
        var reader = LogReader(options: reading)
        reader.options.order = .any
        reader.progress = progress
        let folders = (0..<max(1, reading.workers)).map { _ in Folder(options) }
        let summary = try reader.read(inputs) { worker, batch in folders[worker].fold(batch) }
        let first = folders[0]
        for other in folders.dropFirst() { first.merge(other) }
        return (first.report(reporting, of: summary), summary)
    }
}

/// One worker's tally. The reader lets each worker fold one batch at a time, so there is no contention.
private final class Folder: @unchecked Sendable {
    private var tally: Tally

    init(_ options: Tally.Options) {
        tally = Tally(options)
    }

    func fold(_ batch: borrowing EventBatch) { tally.fold(batch) }

    /// Takes over everything that another has folded.
    func merge(_ other: Folder) {
        var theirs = Tally(tally.options)
        swap(&theirs, &other.tally)
        tally.merge(theirs)
    }

    func report(_ options: ReportOptions, of reading: ReadingSummary) -> Report {
        tally.close()
        return tally.report(options, of: reading)
    }
}
