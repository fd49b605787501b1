public import EventStore
public import Ledger
import LogVerification
import Synchronization
public import TrackingLog
public import TransparencyLog

/// Seals nights: one archive a day, each event in exactly one of them, in a ledger that the store remembers.
///
/// A night is sealed in the store before its archive is published, so that no event can come to belong to it while or after
/// that is done. A run that was stopped is simply run again: it goes on where the ledger ends, and comes to the same bytes.
/// Nothing is signed of a night whose events are not those that were recorded.
public struct NightlyRun: Sendable {
    private let store: EventStore
    private let archive: String
    private let keys: [SigningKey]
    /// Told how many events of a night are done, of how many.
    public var progress: (@Sendable (_ day: Day, _ done: Int, _ of: Int) -> Void)?

    /// - Parameters:
    ///   - store: where the events are.
    ///   - archive: the archive's folder; it is made by the first run, in a folder that is there.
    ///   - keys: those that sign.
    public init(of store: EventStore, into archive: String, keys: [SigningKey]) {
        self.store = store
        self.archive = archive
        self.keys = keys
    }

    /// Seals every night that is not sealed yet.
    ///
    /// - Parameters:
    ///   - through: the last day; it has to be over.
    ///   - now: the current moment.
    ///   - isRecovering: whether to take the events of nights that the ledger has, and the store does not, back into the
    ///     store first.
    ///   - onNight: told of each night once it is in the ledger.
    /// - Throws: ``NightlyError``, `StoreError`, `LedgerError`. Nights that were told of stay sealed.
    public func run(
        through: Day, now: Timestamp = .now, isRecovering: Bool = false, onNight: (Manifest) throws -> Void = { _ in }
    ) throws -> NightlyOutcome {
        guard through < now.day else { throw NightlyError.notOver(through) }
        // Looked at before anything is made: the disk that the archive is on may not be there.
        let present = try LedgerState(archive: archive, keys: keys.map(\.verifier))
        var outcome = NightlyOutcome()
        if isRecovering { outcome.recovered = try recover(present) }
        let known = try store.knownLedger()
        try check(present, against: known)
        outcome.ledger = known
        if present == nil { try store.openEarlierNights(today: now.day) }
        guard let first = try present?.last?.day.adding(days: 1) ?? store.nextNight() else { return outcome }
        guard first <= through || present != nil else { return outcome }
        var writer = try LedgerWriter(archive: archive, keys: keys)
        // Another run may have added nights before the lock was ours.
        guard writer.checkpoint == present?.checkpoint else { throw NightlyError.otherRun(archive) }
        outcome.isSignedAgain = try writer.signAgain()
        var day = first
        while day <= through {
            let night = try store.seal(day)
            let manifest = try writer.publish(day, firstEvent: night.first) { log in try write(night, to: &log) }
            try remember(writer.checkpoint)
            outcome.nights.append(manifest)
            try onNight(manifest)
            day = day.adding(days: 1)
        }
        try remember(writer.checkpoint)
        outcome.ledger = try store.knownLedger()
        outcome.checkpoint = writer.signedCheckpoint
        return outcome
    }

    /// Takes back what the ledger has and the store does not.
    private func recover(_ present: LedgerState?) throws -> [Manifest] {
        let known = try store.knownLedger()
        guard let present else {
            if let known { throw NightlyError.noLedger(archive: archive, known) }
            return []
        }
        try check(present.checkpoint, of: present, against: known)
        // Nobody else is to work on the archive meanwhile.
        let writer = try LedgerWriter(archive: archive, keys: keys)
        guard writer.checkpoint == present.checkpoint else { throw NightlyError.otherRun(archive) }
        return try ArchiveRecovery(store: store, archive: archive, progress: progress).run(present)
    }

    /// Prunes the store of what is sealed, whole in its archive, and in no log's window any more.
    ///
    /// - Parameters:
    ///   - now: the current moment.
    ///   - grace: see `Pruning`.
    /// - Returns: what was removed; nil where nothing is sealed yet.
    /// - Throws: ``NightlyError/notWhole(_:_:)`` where an archive is not what it should be: nothing is removed then.
    public func prune(now: Timestamp = .now, grace: Duration = .seconds(3)) throws -> PrunedRows? {
        guard let known = try store.knownLedger() else { return nil }
        // Nobody else is to work on the archive meanwhile.
        let writer = try LedgerWriter(archive: archive, keys: keys)
        let present = try LedgerState(archive: archive, keys: keys.map(\.verifier))
        guard writer.checkpoint == present?.checkpoint else { throw NightlyError.otherRun(archive) }
        try check(present, against: known)
        let pruning = Pruning(of: store, before: try startOfWindows(now), grace: grace)
        let nights = try pruning.nights()
        try check(nights, in: present?.manifests() ?? [])
        return try pruning.run(losing: nights)
    }

    /// The start of the day on which the window of the earliest log begins that may still be written.
    private func startOfWindows(_ now: Timestamp) throws -> Timestamp {
        let asOf = min(now, try JobQueue(of: store).earliestOpen() ?? now)
        return asOf.adding(seconds: -LogRequest.windowLength).day.start
    }

    /// Nights have to be whole in their archives.
    private func check(_ nights: [SealedNight], in manifests: [Manifest]) throws {
        let sealed = try nights.map { night in
            guard
                let manifest = manifests.first(where: { $0.day == night.day }),
                manifest.firstEvent == night.first, manifest.events == night.count
            else { throw NightlyError.otherStore(night.day) }
            return manifest
        }
        let findings = LedgerVerifier(keys: []).check(sealed, in: archive)
        for (manifest, findings) in zip(sealed, findings) {
            if let finding = findings.first(where: { $0.code.gravity != .warning }) {
                throw NightlyError.notWhole(manifest.day, finding)
            }
        }
    }

    /// The store and the ledger have to tell the same history.
    private func check(_ present: LedgerState?, against known: KnownLedger?) throws {
        guard let present else {
            if let known { throw NightlyError.noLedger(archive: archive, known) }
            return
        }
        try check(present.checkpoint, of: present, against: known)
        if let day = try store.recoveringThrough() { throw NightlyError.recovering(day) }
        // What the ledger has beyond what the store remembers is the night of a run that was stopped right there.
        guard let last = present.last else { return }
        guard try store.sealedNight(last.day) != nil else { throw NightlyError.longer(present.checkpoint, known) }
        guard let night = try store.sealedNight(last.day), night.first == last.firstEvent, night.count == last.events
        else {
            throw NightlyError.otherStore(last.day)
        }
    }

    /// The ledger has to continue the one that the store remembers.
    private func check(_ checkpoint: Checkpoint, of present: LedgerState, against known: KnownLedger?) throws {
        guard let known else { return }
        guard known.origin.isSame(as: checkpoint.origin) else { throw NightlyError.otherLedger(checkpoint, known) }
        guard known.size <= checkpoint.size else { throw NightlyError.shorter(checkpoint, known) }
        guard present.tree.root(of: known.size).base64 == known.root else {
            throw NightlyError.otherLedger(checkpoint, known)
        }
    }

    private func remember(_ checkpoint: Checkpoint?) throws {
        guard let checkpoint else { return }
        let ledger = KnownLedger(origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root.base64)
        if try store.knownLedger() != ledger { try store.remember(ledger) }
    }

    private func write(_ night: SealedNight, to log: inout NightLog) throws {
        // The log is changed by one thread at a time: events are handed on in order.
        let rows = Mutex(0)
        try withUnsafeMutablePointer(to: &log) { log in
            nonisolated(unsafe) let log = log
            try store.readEvents(night.selection) { _, batch in
                RenderedRows(batch)
            } consume: { rendered in
                try log.pointee.append(rendered.text.span)
                let done = rows.withLock { rows in
                    rows += rendered.count
                    return rows
                }
                progress?(night.day, done, night.count)
            }
        }
        let written = rows.withLock { $0 }
        guard written == night.count else {
            throw StoreError.damaged(
                path: store.path,
                detail: "\(night.count) events of the night of \(night.day) were sealed, and \(written) can be read")
        }
    }
}

/// What came of a nightly run.
public struct NightlyOutcome: Sendable {
    /// The nights whose events were taken back into the store, in their order.
    public var recovered: [Manifest] = []
    /// The nights that were sealed, in their order.
    public var nights: [Manifest] = []
    /// The ledger as it is now; nil where there is none yet.
    public var ledger: KnownLedger?
    /// The signed checkpoint; nil where nothing was signed.
    public var checkpoint: [UInt8]?
    /// Whether a key signed what the others had signed before.
    public var isSignedAgain = false
}
