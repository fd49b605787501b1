public import EventStore
public import LogArchive
public import TrackingLog

/// Records files of events into a store, in bounded memory.
///
/// Files are read and recorded at the same time. When a run is killed or fails, the events recorded so far stay, and the
/// same run again adds the rest: an event that is there already changes nothing.
public struct EventIngest: Sendable {
    private let store: EventStore
    private let asOf: Timestamp?
    private let maximumHoursAhead: Int?
    private let reader: LogReader

    /// Creates an ingest.
    ///
    /// - Parameters:
    ///   - store: the store to record into.
    ///   - asOf: the current time, for backfills; nil takes the clock's.
    ///   - maximumHoursAhead: the maximum distance of an event ahead of the current time; later events are rejected. nil
    ///     means any distance.
    ///   - options: the reading options; the ingest itself decides on the order and the checks.
    ///   - progress: receives the progress of the reading.
    public init(
        into store: EventStore, asOf: Timestamp? = nil, maximumHoursAhead: Int? = nil,
        options: ReadingOptions = ReadingOptions(),
        progress: (@Sendable (ReadingProgress) -> Void)? = nil
    ) {
        self.store = store
        self.asOf = asOf
        self.maximumHoursAhead = maximumHoursAhead
        var options = options
        // Rows out of damaged data would be in the store for good.
        options.checksEntriesFirst = true
        var reader = LogReader(options: options)
        reader.progress = progress
        self.reader = reader
    }

    /// Reads the inputs and records their events, in their order.
    ///
    /// - Parameters:
    ///   - inputs: the logs, in the order in which they are named.
    ///   - onReject: receives each rejected record, one at a time, in their order.
    /// - Throws: `StoreError`, or an error of `onReject`. The events before it are recorded all the same.
    public func run(
        _ inputs: [LogInput], onReject: @escaping @Sendable (RejectedRecord) throws -> Void = { _ in }
    ) throws -> IngestOutcome {
        let queue = RecordingQueue(store, asOf: asOf, maximumHoursAhead: maximumHoursAhead)
        var result = IngestOutcome()
        do {
            let summary = try reader.read(inputs, into: &result) { result, batch, source in
                let refused = try queue.add(batch).sorted { $0.row < $1.row }
                result.unknownStatuses.add(batch, without: refused.map(\.row))
                guard !batch.rejects.isEmpty || !refused.isEmpty else { return }
                for record in Self.rejected(of: batch, source.name, refused) {
                    result.rejected += 1
                    try onReject(record)
                }
            }
            result.summary = summary
        } catch {
            // Events read before the error are valid and kept; the error that stopped the run is the one to report.
            try? queue.finish()
            throw error
        }
        try queue.finish()
        result.accepted = queue.accepted
        result.duplicates = queue.duplicates
        return result
    }

    /// The records of a batch that the reader or the store rejects, in the order of the lines.
    ///
    /// - Parameter refused: the rows that the store rejects, in their order.
    private static func rejected(
        of batch: EventBatch, _ source: String, _ refused: [RefusedRow]
    ) -> [RejectedRecord] {
        var records = batch.rejects.map { reject in
            RejectedRecord(
                source: source, line: batch.firstLine + Int(reject.line), reason: reject.reason,
                text: Array(batch.text[reject.text.offsets]), header: batch.header(onLine: reject.line))
        }
        guard !refused.isEmpty else { return records }
        var lines = RecordLines(batch.text[..<batch.recordsEnd])
        records += refused.map { refused in
            let line = batch.rows[refused.row].line
            return RejectedRecord(
                source: source, line: batch.firstLine + Int(line), reason: refused.reason,
                text: Array(batch.text[lines.record(onLine: Int(line))]), header: batch.header(onLine: line))
        }
        return records.sorted { $0.line < $1.line }
    }
}

/// The result of an ingest.
public struct IngestOutcome: Sendable {
    /// Events that are new in the store.
    public var accepted = 0
    /// Events that the store held already.
    public var duplicates = 0
    /// Rejected records.
    public var rejected = 0
    /// Events by statuses that are not known. They are recorded all the same, but may be misspelled.
    public var unknownStatuses = UnknownStatuses()
    /// What was read, and what could not be read.
    public var summary = ReadingSummary()

    /// Nothing ingested.
    public init() {}
}

/// A record that is not an event.
public struct RejectedRecord: Sendable, CustomStringConvertible {
    /// The display name of the file or zip entry.
    public var source: String
    /// The line it begins on; the first one is 1.
    public var line: Int
    /// The reason, in plain words.
    public var reason: String
    /// The record as it was written: up to its end if that is known, else to its first line end.
    public var text: [UInt8]
    /// The header by which it is read: empty for a tracking log's own, nil where there is none.
    public var header: String?

    /// `FILE:LINE: REASON`
    public var description: String { "\(source):\(line): \(reason)" }
}
