public import EventStore
public import LogArchive
import Synchronization
public import TrackingLog

/// Brings files of events into a store: read and recorded at the same time, in bounded memory.
///
/// What has been recorded when a run ends early, killed or failed, is there for good, and the same run again adds the
/// rest: an event that is there already changes nothing.
public struct EventIngest: Sendable {
    private let store: EventStore
    private let asOf: Timestamp?
    private let reader: LogReader

    /// - Parameters:
    ///   - store: where the events go.
    ///   - asOf: the recorded time of all events; nil takes the current one.
    ///   - options: how to read. The order is the ingest's own business.
    ///   - progress: told now and then how far the reading has come.
    public init(
        into store: EventStore, asOf: Timestamp? = nil, options: ReadingOptions = ReadingOptions(),
        progress: (@Sendable (ReadingProgress) -> Void)? = nil
    ) {
        self.store = store
        self.asOf = asOf
        var options = options
        options.order = .asRecorded
        var reader = LogReader(options: options)
        reader.progress = progress
        self.reader = reader
    }

    /// Reads the inputs and records their events, in their order.
    ///
    /// - Parameter onReject: is given each record that is no event, as it stands up to its first line end.
    /// - Throws: ``StoreError``, or what `onReject` throws. The events before are recorded all the same.
    public func run(
        _ inputs: [LogInput], onReject: @escaping @Sendable (Span<UInt8>) throws -> Void = { _ in }
    ) throws -> IngestOutcome {
        let outcome = Mutex(IngestOutcome())
        let queue = RecordingQueue(store, asOf: asOf) { refused, batch in
            let reject = Reject(line: batch.rows[refused.row].line, reason: refused.reason, text: .empty)
            outcome.withLock { $0.add(reject, of: batch) }
        }
        let summary: ReadingSummary
        do {
            summary = try reader.read(inputs) { _, batch in
                for reject in batch.rejects {
                    try onReject(batch.text.span.extracting(reject.text.offsets))
                    outcome.withLock { $0.add(reject, of: batch) }
                }
                try queue.add(batch)
            }
        } catch {
            // What was read before the error is good, and is kept; the error that stopped the run is the one to tell.
            try? queue.finish()
            throw error
        }
        try queue.finish()
        var result = outcome.withLock { $0 }
        result.accepted = queue.accepted
        result.duplicates = queue.duplicates
        result.summary = summary
        return result
    }
}
