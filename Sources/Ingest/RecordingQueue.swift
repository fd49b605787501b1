import EventStore
import Synchronization
import TrackingLog

/// Records batches, many in one transaction, while the next ones are read.
final class RecordingQueue: Sendable {
    /// The number of rows in a transaction. The larger it is, the less is written twice, and the longer other processes
    /// wait: a second or so.
    private static let maximumRows = 128 << 10

    private struct Done {
        var accepted = 0
        var duplicates = 0
        var failure: (any Error)?
    }

    private let recorders: RecorderPair
    private let store: EventStore
    private let done = Mutex(Done())

    /// - Parameters:
    ///   - store: the store to record into.
    ///   - asOf: the current time; nil takes the clock's.
    ///   - maximumHoursAhead: the maximum distance of an event ahead of the current time; nil means any distance.
    init(_ store: EventStore, asOf: Timestamp?, maximumHoursAhead: Int?) {
        self.store = store
        recorders = RecorderPair(store, asOf: asOf, maximumHoursAhead: maximumHoursAhead)
    }

    var accepted: Int { done.withLock { $0.accepted } }
    var duplicates: Int { done.withLock { $0.duplicates } }

    /// Records a batch after the batches before it. Called by one thread at a time.
    ///
    /// - Returns: the rows that the store refuses.
    /// - Throws: the error that kept earlier batches from being recorded.
    func add(_ batch: EventBatch) throws -> [RefusedRow] {
        try check()
        guard !batch.rows.isEmpty else { return [] }
        let refused = try recorders.drafting.add(batch)
        if recorders.drafting.pending >= Self.maximumRows { commit() }
        return refused
    }

    /// Records the rest, and waits until everything is on the disk.
    func finish() throws {
        commit()
        recorders.finish()
        try check()
        try store.sync()
    }

    private func commit() {
        recorders.handOver { [self] recorder in
            guard done.withLock({ $0.failure == nil }) else { return }
            do {
                let recording = try recorder.commit(synced: false)
                done.withLock {
                    $0.accepted += recording.accepted
                    $0.duplicates += recording.duplicates
                }
            } catch {
                done.withLock { $0.failure = error }
            }
        }
    }

    private func check() throws {
        if let failure = done.withLock({ $0.failure }) { throw failure }
    }
}
