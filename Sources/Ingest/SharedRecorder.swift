import Dispatch
public import EventStore
import Foundation
import Synchronization
public import TrackingLog

/// Records the events of many senders who come and go, in transactions that they share, on a thread of its own.
///
/// A transaction holds whatever has come while the one before was written: a lone sender is answered at once, and a
/// thousand that come together wait for one sync, not for a thousand.
public final class SharedRecorder: Sendable {
    /// A transaction's share at most, in rows: others wait for its end, at the most some tenths of a second.
    private static let mostRows = 32 << 10

    private struct Entry {
        var batch: EventBatch
        var apps: Set<String>?
        var isLast: Bool
        var receipt: RecordingReceipt
    }

    private struct Inbox {
        var entries: [Entry] = []
        var isStopped = false
    }

    private let store: EventStore
    private let inbox = Mutex(Inbox())
    /// Counts the entries that came, and the stopping.
    private let arrivals = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Begins to record into a store.
    public init(_ store: EventStore) {
        self.store = store
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
    ///   - apps: the apps that its rows have to be of; nil means any.
    ///   - isLast: whether the sender waits to be told that all of its batches are on the disk.
    /// - Returns: what tells what has come of it.
    public func add(_ batch: EventBatch, boundTo apps: Set<String>? = nil, isLast: Bool) -> RecordingReceipt {
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
        let recorder = Recorder(store)
        while true {
            arrivals.wait()
            let (entries, isStopped) = inbox.withLock { inbox in
                (Self.share(of: &inbox.entries), inbox.isStopped && inbox.entries.isEmpty)
            }
            if !entries.isEmpty { record(entries, with: recorder) }
            if isStopped { return }
        }
    }

    /// Takes the oldest entries, as many as make a transaction.
    private static func share(of entries: inout [Entry]) -> [Entry] {
        var rows = 0
        let end = entries.firstIndex { entry in
            rows += entry.batch.rows.count
            return rows > mostRows
        }
        let share = Array(entries[..<max(min(1, entries.count), end ?? entries.count)])
        entries.removeFirst(share.count)
        return share
    }

    private func record(_ entries: [Entry], with recorder: Recorder) {
        do throws(StoreError) {
            for entry in entries { try recorder.addPart(entry.batch, boundTo: entry.apps) }
            let parts = try recorder.commitParts(synced: false)
            if entries.contains(where: \.isLast) { try store.sync() }
            for (entry, part) in zip(entries, parts) { entry.receipt.settle(.success(part)) }
        } catch {
            for entry in entries { entry.receipt.settle(.failure(error)) }
        }
    }
}
