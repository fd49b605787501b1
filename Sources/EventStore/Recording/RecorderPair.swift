import Dispatch
public import TrackingLog

/// Two recorders for one store: one drafts while the other commits on its own thread.
///
/// A commit looks up what its recorder has not met only after the other recorder's commit, so both see the same store.
/// It is used by one thread at a time.
public final class RecorderPair: @unchecked Sendable {
    /// The recorder that drafts.
    public private(set) var drafting: Recorder
    /// The other recorder; the queue's while it commits.
    private var committing: Recorder
    private let commits = DispatchQueue(label: "pushtrail.commit")
    private let isFree = DispatchSemaphore(value: 1)
    private let onFree: @Sendable () -> Void

    /// Creates two recorders.
    ///
    /// - Parameters:
    ///   - store: the store to record into.
    ///   - asOf: the current time, for backfills; nil takes the clock's.
    ///   - maximumHoursAhead: the maximum distance of an event ahead of the current time; nil means any distance.
    ///   - onFree: called on the committing thread after each commit, when the next one can be handed over.
    public init(
        _ store: EventStore, asOf: Timestamp? = nil, maximumHoursAhead: Int? = nil,
        onFree: @escaping @Sendable () -> Void = {}
    ) {
        drafting = Recorder(store, asOf: asOf, maximumHoursAhead: maximumHoursAhead)
        committing = Recorder(store, asOf: asOf, maximumHoursAhead: maximumHoursAhead)
        self.onFree = onFree
    }

    /// Hands the drafted rows over to be committed.
    ///
    /// Drafting goes on with the other recorder.
    ///
    /// - Parameters:
    ///   - waiting: whether to wait for the other recorder's commit.
    ///   - commit: commits the recorder that it receives, on the committing thread.
    /// - Returns: false where the other recorder is still committing; nothing is handed over then.
    @discardableResult
    public func handOver(waiting: Bool = true, _ commit: @escaping @Sendable (Recorder) -> Void) -> Bool {
        drafting.prepareLookup()
        guard isFree.wait(timeout: waiting ? .distantFuture : .now()) == .success else { return false }
        swap(&drafting, &committing)
        // The recorder is the drafting thread's until here, and the queue's until it is free again.
        nonisolated(unsafe) let recorder = committing
        commits.async { [isFree, onFree] in
            commit(recorder)
            isFree.signal()
            onFree()
        }
        return true
    }

    /// Waits for the commits handed over.
    public func finish() { commits.sync {} }
}
