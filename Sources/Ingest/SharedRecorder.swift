import Dispatch
public import EventStore
import Foundation
import Synchronization
public import TrackingLog

/// Records the events of many senders in shared transactions.
///
/// A transaction holds whatever arrived while the one before was written: a lone sender is answered at once, and a
/// thousand that arrive together wait for one sync, not for a thousand.
public final class SharedRecorder: Sendable {
    /// The number of rows in a transaction beyond which no batch is added: other senders wait some tenths of a second.
    private static let maximumRows = 64 << 10

    /// The time a sender waits for a store that another process has locked.
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
    private let inbox = Mutex(Inbox())
    /// Counts what the recording thread has to look at: arrived entries, ended transactions, and the stop.
    private let arrivals: DispatchSemaphore
    private let recorders: RecorderPair
    private let ended = DispatchSemaphore(value: 0)

    /// Starts to record into a store.
    ///
    /// - Parameters:
    ///   - store: the store.
    ///   - maximumHoursAhead: the maximum distance of an event ahead of the clock; nil means any distance.
    public init(_ store: EventStore, maximumHoursAhead: Int? = nil) {
        self.store = store
        let arrivals = DispatchSemaphore(value: 0)
        self.arrivals = arrivals
        recorders = RecorderPair(store, maximumHoursAhead: maximumHoursAhead) { arrivals.signal() }
        let thread = Thread { [self] in
            work()
            ended.signal()
        }
        thread.name = "pushtrail.record"
        thread.start()
    }

    /// Records a batch after the batches before it.
    ///
    /// - Parameters:
    ///   - batch: the rows.
    ///   - apps: the apps that its rows have to belong to; nil means any.
    ///   - isLast: whether the sender waits until all of its batches are on the disk.
    /// - Returns: a receipt for the result.
    public func add(_ batch: EventBatch, boundTo apps: AppCodes? = nil, isLast: Bool) -> RecordingReceipt {
        let receipt = RecordingReceipt()
        let isStopped = inbox.withLock { inbox in
            if !inbox.isStopped {
                inbox.entries.append(Entry(batch: batch, apps: apps, isLast: isLast, receipt: receipt))
            }
            return inbox.isStopped
        }
        if isStopped {
            receipt.resolve(.failure(.failed(path: store.path, doing: "write", reason: "the service is stopping")))
        } else {
            arrivals.signal()
        }
        return receipt
    }

    /// Records what was handed in, and ends. Later batches are refused.
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
        var drafted: [Entry] = []
        while true {
            arrivals.wait()
            let (entries, isOver) = inbox.withLock { inbox in
                let entries = Self.share(of: &inbox.entries, after: recorders.drafting.pending)
                return (entries, inbox.isStopped && inbox.entries.isEmpty)
            }
            draft(entries, &drafted)
            if !drafted.isEmpty {
                let isHandedOver = recorders.handOver(waiting: isOver) { [self, drafted] recorder in
                    commit(drafted, with: recorder)
                }
                if isHandedOver { drafted = [] }
            }
            if isOver { return recorders.finish() }
        }
    }

    /// Takes the oldest entries, as many as a transaction takes after some rows.
    private static func share(of entries: inout [Entry], after pending: Int) -> [Entry] {
        var rows = pending
        let share = entries.prefix { entry in
            defer { rows += entry.batch.rows.count }
            return rows < maximumRows
        }
        entries.removeFirst(share.count)
        return Array(share)
    }

    private func draft(_ entries: [Entry], _ drafted: inout [Entry]) {
        for entry in entries {
            do throws(StoreError) {
                try recorders.drafting.addPart(entry.batch, boundTo: entry.apps)
                drafted.append(entry)
            } catch {
                entry.receipt.resolve(.failure(error))
            }
        }
    }

    private func commit(_ entries: [Entry], with recorder: Recorder) {
        // Entries that waited for the transaction before have waited long enough; but each gets a try.
        let start = entries.first?.start ?? .now
        let deadline = max(start + Self.patience, .now + .milliseconds(500))
        do throws(StoreError) {
            let parts = try EventStore.waiting(until: deadline) { () throws(StoreError) in
                try recorder.commitParts(synced: false)
            }
            if entries.contains(where: \.isLast) { try store.sync() }
            for (entry, part) in zip(entries, parts) { entry.receipt.resolve(.success(part)) }
        } catch {
            for entry in entries { entry.receipt.resolve(.failure(error)) }
        }
    }
}
