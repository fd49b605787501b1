import GRDB
import Synchronization
import Threading
public import TrackingLog

extension EventStore {
    /// Reads the selected events, as of this moment, into a sink.
    ///
    /// They come in the order of a log: by time, and within a second in the order of recording. Several threads fill and
    /// render batches of some ten thousand events at once and hand them over in order, so memory is bounded by these
    /// batches. Other processes may go on recording.
    ///
    /// - Parameters:
    ///   - selection: the events to read.
    ///   - sink: takes the rendered batches.
    ///   - workers: the number of threads, 1 or more.
    ///   - render: renders the selected ones of a number of events; called by several threads at once.
    ///   - consume: adds a rendered batch to the sink; called for one batch at a time, in order.
    /// - Throws: ``StoreError``, or an error of `render` or `consume`; ``StoreError/damaged(path:detail:)`` at the end where
    ///   the events are not the recorded ones: the sink must not be used then.
    public func readEvents<Rendered, Sink: ~Copyable>(
        _ selection: EventSelection, into sink: inout Sink, workers: Int = 2,
        render: @Sendable (_ events: Int, EventBatch) throws -> Rendered,
        consume: @Sendable (inout Sink, Rendered) throws -> Void
    ) throws {
        try withUnsafeMutablePointer(to: &sink) { sink in
            // The hand-off gives it to one thread at a time.
            nonisolated(unsafe) let sink = sink
            try readEvents(selection, workers: workers, render: render) { try consume(&sink.pointee, $0) }
        }
    }

    private func readEvents<Rendered>(
        _ selection: EventSelection, workers: Int,
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

    /// Checks that the events of some days are the recorded ones.
    ///
    /// - Throws: ``StoreError/damaged(path:detail:)`` where they are not.
    func checkEvents(_ days: ClosedRange<Day>) throws(StoreError) {
        do {
            var selection = EventSelection.everything
            selection.days = days
            // Of no app: all is read and checked, and nothing handed on.
            selection.apps = []
            try readEvents(selection, workers: 2) { _, _ in
            } consume: { _ in
            }
        } catch {
            throw StoreError(error, path: path, doing: "read")
        }
    }

    /// The number of events that ``readEvents(_:into:workers:render:consume:)`` looks at.
    public func count(_ selection: EventSelection) throws(StoreError) -> Int {
        try read { database in try EventSums(database, of: selection).events }
    }

    /// The number of the last recorded event, in the order of recording; 0 while there is none.
    public func lastRecorded() throws(StoreError) -> Int64 {
        try read { database in try Int64.fetchOne(database, sql: "SELECT last_seq FROM store") ?? 0 }
    }

    /// 16 random bytes of this store, for keys of whatever needs one that all its processes have.
    public func secret() throws(StoreError) -> [UInt8] {
        try read { database in
            let key = try ContentDigest(database)
            return [key.low, key.high].flatMap { number in withUnsafeBytes(of: number.bigEndian) { Array($0) } }
        }
    }

    /// Connections that all see the store as of the same moment.
    private func snapshots(_ count: Int) throws -> [DatabaseSnapshot] {
        try storeErrors {
            // Each begins by itself. Where something was written in between, all begin again.
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

/// Hands out slices of the events, one after another, to the workers that ask.
private final class SliceSource: Sendable {
    /// The number of events in a slice: enough to read deliveries in long runs, few enough to hold several.
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
        // Any thread moves the cursor, one at a time, by SQLite's own calls: the lock replaces the connection's queue.
        nonisolated(unsafe) var cursor: EventCursor?
        try snapshot.read { database in
            cursor = try EventCursor(database, selection)
        }
        guard let cursor else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        state = Mutex(State(cursor: cursor))
    }

    /// Fills an array with the next slice, and returns its number; nil at the end.
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
