import Dispatch
public import EventStore
import Foundation
import Synchronization
public import TrackingLog

/// Records the events of many senders who come and go, in transactions that they share.
///
/// A transaction holds whatever has come while the one before was written: a lone sender is answered at once, and a
/// thousand that come together wait for one sync, not for a thousand. As with files, two recorders take turns: on a
/// thread of its own one drafts what comes, while the other commits.
public final class SharedRecorder: Sendable {
    /// A transaction's share, in rows, beyond which no batch is added: others wait for its end, some tenths of a second.
    private static let mostRows = 64 << 10

    /// How long a sender waits for a store that another process has locked, before he is told.
    private static let patience: Duration = .seconds(3)

    private struct Entry {
        /// When it was handed in.
        let start = ContinuousClock.now
        var batch: EventBatch
        var apps: AppCodes?
        var isLast: Bool
        var receipt: RecordingReceipt
    }

    private struct Inbox {
        var entries: [Entry] = []
        var isStopped = false
    }

    private let store: EventStore
    private let maximumHoursAhead: Int?
    private let inbox = Mutex(Inbox())
    /// Counts what there is to look after: entries that came, transactions that ended, and the stopping.
    private let arrivals = DispatchSemaphore(value: 0)
    private let commits = DispatchQueue(label: "pushtrail.commit")
    /// Whether the other recorder is free.
    private let isFree = DispatchSemaphore(value: 1)
    private let ended = DispatchSemaphore(value: 0)

    /// Begins to record into a store.
    ///
    /// - Parameters:
    ///   - store: the store.
    ///   - maximumHoursAhead: how far ahead of the clock an event may lie; nil means any distance.
    public init(_ store: EventStore, maximumHoursAhead: Int? = nil) {
        self.store = store
        self.maximumHoursAhead = maximumHoursAhead
        let thread = Thread { [self] in
            work()
            ended.signal()
        }
        thread.name = "pushtrail.record"
        thread.start()
    }

    /// Hands in a batch, to be recorded after those handed in before.
    ///
    /// - Parameters:
    ///   - batch: the rows.
    ///   - apps: the apps that its rows have to be of; nil means any.
    ///   - isLast: whether the sender waits to be told that all of its batches are on the disk.
    /// - Returns: what tells what has come of it.
    public func add(_ batch: EventBatch, boundTo apps: AppCodes? = nil, isLast: Bool) -> RecordingReceipt {
        let receipt = RecordingReceipt()
        let isStopped = inbox.withLock { inbox in
            if !inbox.isStopped {
                inbox.entries.append(Entry(batch: batch, apps: apps, isLast: isLast, receipt: receipt))
            }
            return inbox.isStopped
        }
        if isStopped {
            receipt.settle(.failure(.failed(path: store.path, doing: "write", reason: "the service is stopping")))
        } else {
            arrivals.signal()
        }
        return receipt
    }

    /// Records what was handed in, and ends. Nothing can be handed in any more.
    public func stop() {
        let wasStopped = inbox.withLock { inbox in
            defer { inbox.isStopped = true }
            return inbox.isStopped
        }
        guard !wasStopped else { return }
        arrivals.signal()
        ended.wait()
    }

    private func work() {
        var drafting = Recorder(store, maximumHoursAhead: maximumHoursAhead)
        var other = Recorder(store, maximumHoursAhead: maximumHoursAhead)
        var drafted: [Entry] = []
        while true {
            arrivals.wait()
            let (entries, isOver) = inbox.withLock { inbox in
                (Self.share(of: &inbox.entries, after: drafting.pending), inbox.isStopped && inbox.entries.isEmpty)
            }
            draft(entries, with: drafting, &drafted)
            if !drafted.isEmpty, isOver || isFree.wait(timeout: .now()) == .success {
                if isOver { isFree.wait() }
                swap(&drafting, &other)
                commit(drafted, with: other)
                drafted = []
            }
            if isOver { return commits.sync {} }
        }
    }

    /// Takes the oldest entries, as many as a transaction still takes after so many rows.
    private static func share(of entries: inout [Entry], after pending: Int) -> [Entry] {
        var rows = pending
        let share = entries.prefix { entry in
            defer { rows += entry.batch.rows.count }
            return rows < mostRows
        }
        entries.removeFirst(share.count)
        return Array(share)
    }

    private func draft(_ entries: [Entry], with recorder: Recorder, _ drafted: inout [Entry]) {
        for entry in entries {
            do throws(StoreError) {
                try recorder.addPart(entry.batch, boundTo: entry.apps)
                drafted.append(entry)
            } catch {
                entry.receipt.settle(.failure(error))
            }
        }
        recorder.arrange()
    }

    private func commit(_ entries: [Entry], with recorder: Recorder) {
        // The recorder is the drafting thread's until it is swapped, and the queue's until it is free again.
        nonisolated(unsafe) let recorder = recorder
        commits.async { [self] in
            // Those that waited for the transaction before have waited; but each is tried.
            let start = entries.first?.start ?? .now
            let deadline = max(start + Self.patience, .now + .milliseconds(500))
            do throws(StoreError) {
                let parts = try EventStore.waiting(until: deadline) { () throws(StoreError) in
                    try recorder.commitParts(synced: false)
                }
                if entries.contains(where: \.isLast) { try store.sync() }
                for (entry, part) in zip(entries, parts) { entry.receipt.settle(.success(part)) }
            } catch {
                for entry in entries { entry.receipt.settle(.failure(error)) }
            }
            isFree.signal()
            arrivals.signal()
        }
    }
}
