import Dispatch
import EventStore
import Synchronization
import TrackingLog

/// Records batches on a thread of its own, some megabytes a transaction, while the next ones are read.
final class RecordingQueue: Sendable {
    /// A transaction's share: a commit is a sync of the disk, so it is worth many events; a hundred thousand or so are
    /// recorded in a second.
    private static let mostRows = 50_000
    private static let mostBytes = 32 << 20

    private struct Gathered {
        var batches: [EventBatch] = []
        var rows = 0
        var bytes = 0
    }

    private struct Done {
        var accepted = 0
        var duplicates = 0
        var failure: (any Error)?
    }

    // Touched on the queue alone.
    nonisolated(unsafe) private let recorder: Recorder
    private let queue = DispatchQueue(label: "pushtrail.record")
    /// One share is recorded, one waits: the reading is held up by the third.
    private let room = DispatchSemaphore(value: 2)
    private let gathered = Mutex(Gathered())
    private let done = Mutex(Done())

    init(_ recorder: Recorder) {
        self.recorder = recorder
    }

    var accepted: Int { done.withLock { $0.accepted } }
    var duplicates: Int { done.withLock { $0.duplicates } }

    /// Takes a batch, to be recorded after those before it.
    ///
    /// - Throws: what kept earlier ones from being recorded.
    func add(_ batch: EventBatch) throws {
        try check()
        guard !batch.rows.isEmpty else { return }
        let share = gathered.withLock { gathered -> [EventBatch]? in
            gathered.batches.append(batch)
            gathered.rows += batch.rows.count
            gathered.bytes += batch.text.count
            guard gathered.rows >= Self.mostRows || gathered.bytes >= Self.mostBytes else { return nil }
            defer { gathered = Gathered() }
            return gathered.batches
        }
        if let share { record(share) }
    }

    /// Records what is left, and waits until everything is.
    func finish() throws {
        let rest = gathered.withLock { gathered in
            defer { gathered = Gathered() }
            return gathered.batches
        }
        if !rest.isEmpty { record(rest) }
        queue.sync {}
        try check()
    }

    private func record(_ batches: [EventBatch]) {
        room.wait()
        queue.async { [self] in
            defer { room.signal() }
            guard done.withLock({ $0.failure == nil }) else { return }
            do {
                let recording = try recorder.record(batches)
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
