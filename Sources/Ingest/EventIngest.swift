public import EventStore
public import LogArchive
public import TrackingLog

/// Brings files of events into a store: read and recorded at the same time, in bounded memory.
///
/// What has been recorded when a run ends early, killed or failed, is there for good, and the same run again adds the
/// rest: an event that is there already changes nothing.
public struct EventIngest: Sendable {
    private let store: EventStore
    private let asOf: Timestamp?
    private let maximumHoursAhead: Int?
    private let reader: LogReader

    /// - Parameters:
    ///   - store: where the events go.
    ///   - asOf: what to take for the current time, for backfills; nil takes the clock's.
    ///   - maximumHoursAhead: how far ahead of the current time an event may lie; later ones are rejected. nil means any
    ///     distance.
    ///   - options: how to read. The order, and what is checked, is the ingest's own business.
    ///   - progress: told now and then how far the reading has come.
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
    ///   - onReject: is given each record that is no event as it is found, one at a time, in their order.
    /// - Throws: `StoreError`, or what `onReject` throws. The events before are recorded all the same.
    public func run(
        _ inputs: [LogInput], onReject: @escaping @Sendable (RejectedRecord) throws -> Void = { _ in }
    ) throws -> IngestOutcome {
        let queue = RecordingQueue(store, asOf: asOf, maximumHoursAhead: maximumHoursAhead)
        var result = IngestOutcome()
        do {
            result.summary = try reader.read(inputs, into: &result.rejected) { rejected, batch, source in
                let refused = try queue.add(batch)
                guard !batch.rejects.isEmpty || !refused.isEmpty else { return }
                for record in Self.rejected(of: batch, source.name, refused) {
                    rejected += 1
                    try onReject(record)
                }
            }
        } catch {
            // What was read before the error is good, and is kept; the error that stopped the run is the one to tell.
            try? queue.finish()
            throw error
        }
        try queue.finish()
        result.accepted = queue.accepted
        result.duplicates = queue.duplicates
        return result
    }

    /// What is no event in a batch, for the reader or for the store, in the order of the lines.
    private static func rejected(
        of batch: EventBatch, _ source: String, _ refused: [RefusedRow]
    ) -> [RejectedRecord] {
        var records = batch.rejects.map { reject in
            RejectedRecord(
                source: source, line: batch.firstLine + Int(reject.line), reason: reject.reason,
                text: Array(batch.text[reject.text.offsets]))
        }
        guard !refused.isEmpty else { return records }
        records += refused.map { refused in
            RejectedRecord(
                source: source, line: batch.firstLine + Int(batch.rows[refused.row].line), reason: refused.reason)
        }
        return records.sorted { $0.line < $1.line }
    }
}
