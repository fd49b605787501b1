import Dispatch
import EventStore
import Synchronization
import TrackingLog

/// Records batches, many a transaction, while the next ones are read.
///
/// Two recorders take turns: one drafts what comes while the other commits on a thread of its own. What a recorder has
/// not met it looks up when it commits, after the other one has, so both see the same store.
final class RecordingQueue: Sendable {
    /// A transaction's share. The larger it is the less is written twice, and the longer other processes wait for their
    /// turn: a second or so.
    private static let mostRows = 128 << 10

    private struct Done {
        var accepted = 0
        var duplicates = 0
        var failure: (any Error)?
    }

    /// The recorder that drafts, and the other one. Touched by the one caller of ``add(_:)`` and ``finish()``.
    nonisolated(unsafe) private var drafting: Recorder
    nonisolated(unsafe) private var other: Recorder
    private let store: EventStore
    private let queue = DispatchQueue(label: "pushtrail.commit")
    /// Whether the other recorder is free.
    private let isFree = DispatchSemaphore(value: 1)
    private let done = Mutex(Done())

    /// - Parameters:
    ///   - store: where to record.
    ///   - asOf: what to take for the current time; nil takes the clock's.
    ///   - maximumHoursAhead: how far ahead of the current time an event may lie; nil means any distance.
    init(_ store: EventStore, asOf: Timestamp?, maximumHoursAhead: Int?) {
        self.store = store
        drafting = Recorder(store, asOf: asOf, maximumHoursAhead: maximumHoursAhead)
        other = Recorder(store, asOf: asOf, maximumHoursAhead: maximumHoursAhead)
    }

    var accepted: Int { done.withLock { $0.accepted } }
    var duplicates: Int { done.withLock { $0.duplicates } }

    /// Takes a batch, to be recorded after those before it. Called by one thread at a time.
    ///
    /// - Returns: the rows that the store refuses.
    /// - Throws: what kept earlier ones from being recorded.
    func add(_ batch: EventBatch) throws -> [RefusedRow] {
        try check()
        guard !batch.rows.isEmpty else { return [] }
        let refused = try drafting.add(batch)
        if drafting.pending >= Self.mostRows { commit() }
        return refused
    }

    /// Records what is left, and waits until everything is, on the disk.
    func finish() throws {
        commit()
        queue.sync {}
        try check()
        try store.sync()
    }

    /// Has what is drafted committed, and drafts on with the other recorder, once that one has committed.
    private func commit() {
        drafting.arrange()
        isFree.wait()
        swap(&drafting, &other)
        // The recorder is this thread's until it is swapped, and the queue's until it is free again.
        nonisolated(unsafe) let recorder = other
        queue.async { [self] in
            defer { isFree.signal() }
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
