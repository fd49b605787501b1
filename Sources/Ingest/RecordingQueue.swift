import Dispatch
import EventStore
import Synchronization
import TrackingLog

/// Records batches on a thread of its own, many a transaction, while the next ones are read.
final class RecordingQueue: Sendable {
    /// A transaction's share. The larger it is the less is written twice, and the longer other processes wait for their
    /// turn: about half a second.
    private static let mostRows = 128 << 10
    /// How many batches may wait; the reading is held up by the next. They are of about a megabyte each.
    private static let mostWaiting = 48

    private struct Done {
        var accepted = 0
        var duplicates = 0
        var failure: (any Error)?
    }

    // Touched on the queue alone.
    nonisolated(unsafe) private let recorder: Recorder
    private let onRefused: @Sendable (RefusedRow, EventBatch) -> Void
    private let queue = DispatchQueue(label: "pushtrail.record")
    private let room = DispatchSemaphore(value: mostWaiting)
    private let done = Mutex(Done())

    /// - Parameter onRefused: is given each row that the store refuses.
    init(_ recorder: Recorder, onRefused: @escaping @Sendable (RefusedRow, EventBatch) -> Void) {
        self.recorder = recorder
        self.onRefused = onRefused
    }

    var accepted: Int { done.withLock { $0.accepted } }
    var duplicates: Int { done.withLock { $0.duplicates } }

    /// Takes a batch, to be recorded after those before it.
    ///
    /// - Throws: what kept earlier ones from being recorded.
    func add(_ batch: EventBatch) throws {
        try check()
        guard !batch.rows.isEmpty else { return }
        room.wait()
        queue.async { [self] in
            defer { room.signal() }
            attempt {
                for refused in try recorder.add(batch) { onRefused(refused, batch) }
                if recorder.pending >= Self.mostRows { try commit() }
            }
        }
    }

    /// Records what is left, and waits until everything is.
    func finish() throws {
        queue.sync { attempt { try commit() } }
        try check()
    }

    private func commit() throws {
        let recording = try recorder.commit()
        done.withLock {
            $0.accepted += recording.accepted
            $0.duplicates += recording.duplicates
        }
    }

    /// Does a step of the work, unless an earlier one failed.
    private func attempt(_ step: () throws -> Void) {
        guard done.withLock({ $0.failure == nil }) else { return }
        do {
            try step()
        } catch {
            done.withLock { $0.failure = error }
        }
    }

    private func check() throws {
        if let failure = done.withLock({ $0.failure }) { throw failure }
    }
}
