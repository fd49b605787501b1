import GRDB
public import TrackingLog

/// Records events into a store, a transaction at a time.
///
/// A recorder remembers what it has met lately: keep it for as long as events come. It is used by one thread at a time;
/// other recorders may work on the same store, in this process or in others.
public final class Recorder {
    private let store: EventStore
    private let asOf: Timestamp?
    private var writer: EventWriter?
    private var clock: RecordingClock?

    /// - Parameters:
    ///   - store: where to record.
    ///   - asOf: the recorded time of all events; nil takes the current time, transaction by transaction.
    public init(_ store: EventStore, asOf: Timestamp? = nil) {
        self.store = store
        self.asOf = asOf
    }

    /// Records the rows of some batches in their order: all of them, durably, or, when it throws, none.
    ///
    /// An event that is there already (same time, tracking code, hwid, status and description) changes nothing. A row
    /// that left out its target or app gets its message's, one that left out its payload its delivery's, as known from
    /// the events before it.
    ///
    /// - Throws: ``StoreError/recordedTimeMovesBack(asOf:latest:)`` and ``StoreError/sealedDay(asOf:sealedThrough:)``
    ///   where nothing can be recorded at that time any more.
    public func record(_ batches: [EventBatch]) throws(StoreError) -> Recording {
        do {
            return try store.transact { database in try record(batches, in: database) }
        } catch {
            writer?.forget()
            throw error
        }
    }

    private func record(_ batches: [EventBatch], in database: Database) throws -> Recording {
        let clock = try self.clock ?? RecordingClock(database)
        self.clock = clock
        let writer = try self.writer ?? EventWriter(database)
        self.writer = writer
        let start = try clock.start(asOf: asOf)
        var recording = Recording()
        for (index, batch) in batches.enumerated() {
            try batch.text.withUnsafeBytes { buffer in
                for (number, row) in batch.rows.enumerated() {
                    if let reason = row.reasonToRefuse {
                        recording.refused.append(RefusedRow(batch: index, row: number, reason: reason))
                        continue
                    }
                    let seq = start.lastSeq + Int64(recording.accepted) + 1
                    if try writer.write(RowText(row: row, buffer: buffer), seq: seq) {
                        recording.accepted += 1
                    } else {
                        recording.duplicates += 1
                    }
                }
            }
        }
        try clock.advance(start, by: recording.accepted)
        return recording
    }
}

extension EventRow {
    /// Why this cannot be an event; nil where it can.
    fileprivate var reasonToRefuse: String? {
        if trackingCode.isEmpty { return "the tracking code is empty" }
        if statusWord.isEmpty { return "the status is empty" }
        return nil
    }
}
