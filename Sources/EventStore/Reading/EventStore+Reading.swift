import GRDB
import Synchronization
import Threading
public import TrackingLog

extension EventStore {
    /// Reads the selected events as they stand at this moment, in the order of a log: by time, and within a second in
    /// the order of recording.
    ///
    /// They come in batches of some ten thousand, which several threads fill and render at once and hand on in order,
    /// so memory is bounded by the batches under way. Other processes may go on recording.
    ///
    /// - Parameters:
    ///   - selection: which events.
    ///   - workers: how many threads, 1 or more.
    ///   - render: is given how many events were looked at, and those of them that are selected, and makes of them
    ///     what is wanted; called by several threads at once.
    ///   - consume: takes the results, one at a time, in order.
    /// - Throws: ``StoreError``, or what `render` or `consume` throws; ``StoreError/damaged(path:detail:)`` at the end where
    ///   what was read is not what was recorded: nothing that was made of it is to be used.
    public func readEvents<Rendered>(
        _ selection: EventSelection, workers: Int = 2,
        render: @Sendable (_ events: Int, EventBatch) throws -> Rendered, consume: @Sendable (Rendered) throws -> Void
    ) throws {
        let snapshots = try snapshots(workers + 1)
        let source = try storeErrors { try SliceSource(snapshots[0], selection) }
        let recorded = try storeErrors { try snapshots[0].read { try EventSums($0, of: selection) } }
        let read = Mutex(EventSums())
        let turns = OrderedHandoff()
        try Workers.run(workers, turns: turns, stop: source.stop) { worker in
            try storeErrors {
                try snapshots[worker + 1].read { database in
                    var slices = SliceReader(try DeliveryTexts(database), selection)
                    var events: [StoredEvent] = []
                    while let number = try source.next(into: &events) {
                        let rendered = try render(events.count, slices.batch(of: events))
                        guard turns.wait(for: number) else { return }
                        try consume(rendered)
                        turns.pass()
                    }
                    read.withLock { $0.add(slices.sums) }
                }
            }
        }
        try storeErrors { try recorded.check(read: read.withLock { $0 }) }
    }

    /// Makes sure that the events of some days are those that were recorded.
    ///
    /// - Throws: ``StoreError/damaged(path:detail:)`` where they are not.
    func checkEvents(_ days: ClosedRange<Day>) throws(StoreError) {
        do {
            var selection = EventSelection.everything
            selection.days = days
            // Of no app: what they say is read, and none of it is handed on.
            selection.apps = []
            try readEvents(selection) { _, _ in
            } consume: { _ in
            }
        } catch {
            throw StoreError(error, path: path, doing: "read")
        }
    }

    /// How many events ``readEvents(_:workers:render:consume:)`` looks at for a selection.
    public func count(_ selection: EventSelection) throws(StoreError) -> Int {
        try read { database in try EventSums(database, of: selection).events }
    }

    /// Connections that all see the store as it stands at one moment.
    private func snapshots(_ count: Int) throws -> [DatabaseSnapshot] {
        try storeErrors {
            // Each begins by itself; should anything be written in between, they begin again.
            while true {
                let snapshots = try (0..<count).map { _ in try makeSnapshot() }
                let writes = try snapshots.map { snapshot in
                    try snapshot.read { database in
                        try String.fetchOne(database, sql: "SELECT writes FROM store")
                    }
                }
                if Set(writes).count == 1 { return snapshots }
            }
        }
    }

    private func storeErrors<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError(error, path: path, doing: "read")
        }
    }
}

/// Hands out slices of the events, one after the other, to whichever worker is free.
private final class SliceSource: Sendable {
    /// So many events make a slice: enough that deliveries are read in long runs, few enough to hold several.
    private static let sliceSize = 1 << 14

    private struct State: ~Copyable {
        var cursor: EventCursor
        var number = 0
        var isStopped = false
    }

    private let state: Mutex<State>
    /// Keeps the cursor's connection open.
    private let snapshot: DatabaseSnapshot

    init(_ snapshot: DatabaseSnapshot, _ selection: EventSelection) throws {
        self.snapshot = snapshot
        // The cursor is moved on any thread, one at a time, by SQLite's own calls: the lock stands in for the
        // connection's queue.
        nonisolated(unsafe) var cursor: EventCursor?
        try snapshot.read { database in
            cursor = try EventCursor(database, selection)
        }
        guard let cursor else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        state = Mutex(State(cursor: cursor))
    }

    /// Fills an array with the next slice, and tells its number; nil at the end.
    func next(into events: inout [StoredEvent]) throws -> Int? {
        try state.withLock { state in
            guard !state.isStopped, try state.cursor.next(Self.sliceSize, into: &events) else { return nil }
            defer { state.number += 1 }
            return state.number
        }
    }

    func stop() {
        state.withLock { $0.isStopped = true }
    }
}
