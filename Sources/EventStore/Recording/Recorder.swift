import GRDB
public import TrackingLog

/// Records events into a store, a transaction at a time.
///
/// A recorder remembers what it has recently met: keep it as long as events come. It is used by one thread at a time;
/// other recorders may work on the same store, in this process or in others.
public final class Recorder {
    private let store: EventStore
    private let asOf: Timestamp?
    private let maximumHoursAhead: Int?
    /// The night of all events; nil where the rule decides.
    private let night: Day?
    private var writer: EventWriter?
    private var clock: RecordingClock?

    /// Creates a recorder.
    ///
    /// - Parameters:
    ///   - store: the store to record into.
    ///   - asOf: the current time, for backfills; nil takes the clock's, transaction by transaction.
    ///   - maximumHoursAhead: the maximum distance of an event ahead of the current time; nil means any distance.
    public init(_ store: EventStore, asOf: Timestamp? = nil, maximumHoursAhead: Int? = nil) {
        self.store = store
        self.asOf = asOf
        self.maximumHoursAhead = maximumHoursAhead
        night = nil
    }

    /// A recorder that restores the events of a sealed night.
    ///
    /// Events that are in the store already move to that night.
    ///
    /// - Parameters:
    ///   - store: the store.
    ///   - night: one of ``EventStore/beginRecovery(of:)``.
    public init(_ store: EventStore, recovering night: Day) {
        self.store = store
        self.night = night
        asOf = night.end
        maximumHoursAhead = nil
    }

    /// The number of rows added since the last ``commit(synced:)``.
    public var pending: Int { writer?.count ?? 0 }

    /// Adds the rows of a batch to the next ``commit(synced:)``. The batch itself is not kept.
    ///
    /// - Returns: the rows that cannot be events.
    @discardableResult
    public func add(_ batch: EventBatch) throws(StoreError) -> [RefusedRow] {
        try begin()
        return writer?.draft(batch) ?? []
    }

    /// Does the part of the next commit that needs no transaction. Commits do it themselves: this is for a thread that
    /// waits while another recorder commits.
    func prepareLookup() { writer?.prepareLookup() }

    /// Records the added rows, in their order: all of them, or, when it throws, none.
    ///
    /// Either way the recorder starts empty again. An event that is there already (same time, app and tracking code, hwid,
    /// status and description) changes nothing. A row without a target or app gets its message's, a row without a payload
    /// its delivery's, as known from the events before it.
    ///
    /// - Parameter synced: whether the events are on the disk when this returns. If not, they outlive the process, and
    ///   are on the disk after the next ``EventStore/sync()``; a power cut before that may cost the last of them.
    /// - Throws: ``StoreError/prunedMeanwhile`` where the store was pruned since the first of the rows was added.
    public func commit(synced: Bool = true) throws(StoreError) -> Recording {
        guard pending > 0 else { return Recording() }
        return try commitParts(synced: synced).reduce(into: Recording()) { sum, part in
            sum.accepted += part.recording.accepted
            sum.duplicates += part.recording.duplicates
        }
    }

    /// Adds a batch, with its own result, to the next ``commitParts(synced:)``.
    ///
    /// The batch itself is not kept.
    ///
    /// - Parameters:
    ///   - batch: the rows.
    ///   - apps: the apps that the rows have to belong to; nil means any. A row without an app belongs to its
    ///     message's.
    public func addPart(_ batch: EventBatch, boundTo apps: AppCodes? = nil) throws(StoreError) {
        try begin()
        writer?.draftPart(batch, boundTo: apps)
    }

    /// Records the added parts, in their order, as ``commit(synced:)`` does.
    ///
    /// - Returns: the result of each part.
    public func commitParts(synced: Bool = true) throws(StoreError) -> [PartRecording] {
        prepareLookup()
        do {
            return try store.transact(synced: synced) { database in try write(in: database) }
        } catch {
            writer?.forget()
            throw error
        }
    }

    /// Records the rows of batches, as ``add(_:)`` and ``commit(synced:)`` do.
    @discardableResult
    public func record(_ batches: [EventBatch]) throws(StoreError) -> Recording {
        for batch in batches { try add(batch) }
        return try commit()
    }

    /// Gets ready to draft, where nothing is drafted yet.
    private func begin() throws(StoreError) {
        guard writer?.isEmpty ?? true else { return }
        if writer == nil { writer = try store.write { database in try EventWriter(database) } }
        // On a reading connection: another recorder may be committing on the writing one.
        writer?.begin(
            try store.read { database in try PruningState(database) },
            limit: maximumHoursAhead.map { ClockLimit(now: asOf ?? .now, hours: $0) })
    }

    private func write(in database: Database) throws -> [PartRecording] {
        let clock = try self.clock ?? RecordingClock(database)
        self.clock = clock
        var start = try clock.start(asOf: asOf)
        if let night {
            start.nights = NightRule(open: night.daysSince1970, clock: night.daysSince1970)
        } else {
            try NightMoves.openEarlierNights(database, today: start.nights.clock)
        }
        writer?.isRecovering = night != nil
        guard let written = try writer?.write(after: start.lastSeq, start.nights, PruningState(database)) else {
            return []
        }
        try clock.advance(start, to: written.lastSeq)
        return written.parts
    }
}
