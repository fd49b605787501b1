public import LogArchive
import TrackingLog

/// Logs, read and folded on several threads, as one report.
public struct LogAnalysis: Sendable {
    /// How logs are read. Their order is of no matter, and never kept.
    public var reading = ReadingOptions()
    /// How they are understood.
    public var options = Tally.Options()
    /// What the report is to show.
    public var reporting = ReportOptions()
    /// Told now and then how far the reading has come, from whichever thread is reading.
    public var progress: (@Sendable (ReadingProgress) -> Void)?

    /// The usual: two threads, UTC, the person where senders put it.
    public init() {}

    /// Reads logs to their end and reports on them.
    ///
    /// - Returns: the report, and what came of the reading: inputs that could not be read are named there, and the
    ///   report is of the others.
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

/// One worker's tally. The reader lets each worker fold one batch at a time, so that nothing here is ever contended.
private final class Folder: @unchecked Sendable {
    private var tally: Tally

    init(_ options: Tally.Options) {
        tally = Tally(options)
    }

    func fold(_ batch: borrowing EventBatch) { tally.fold(batch) }

    /// Takes over all that another has folded.
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
