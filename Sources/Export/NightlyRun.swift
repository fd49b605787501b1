public import EventStore
public import Ledger
import LogVerification
public import TrackingLog
public import TransparencyLog

/// Seals nights: one archive a day, each event in exactly one, in a ledger.
///
/// A night is sealed in the store before its archive is published, so that no new event can belong to it. A run that was
/// stopped is simply run again: it goes on where the ledger ends, and writes the same bytes. A night whose events are not
/// the recorded ones is never signed. The store remembers the ledger.
public struct NightlyRun: Sendable {
    private let store: EventStore
    private let archive: String
    private let keys: [SigningKey]
    /// Receives the number of written events of a night, and of all.
    public var progress: (@Sendable (_ day: Day, _ done: Int, _ of: Int) -> Void)?

    /// Creates a run.
    ///
    /// - Parameters:
    ///   - store: the store of the events.
    ///   - archive: the archive's folder; the first run creates it, in an existing folder.
    ///   - keys: the signing keys.
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
    ///   - isRecovering: whether to restore the nights first that the ledger has and the store does not.
    ///   - onNight: receives each night once it is in the ledger.
    /// - Throws: ``NightlyError``, `StoreError`, `LedgerError`. Nights that `onNight` received stay sealed.
    public func run(
        through: Day, now: Timestamp = .now, isRecovering: Bool = false, onNight: (Manifest) throws -> Void = { _ in }
    ) throws -> NightlyOutcome {
        guard through < now.day else { throw NightlyError.notOver(through) }
        // Read before anything is created: the archive's disk may not be mounted. The store first: where another run seals a
        // night in between, the ledger is the longer one.
        var known = try store.knownLedger()
        let present = try LedgerState(archive: archive, keys: keys.map(\.verifier))
        var outcome = NightlyOutcome()
        if isRecovering {
            outcome.recovered = try recover(present)
            known = try store.knownLedger()
        }
        try check(present, against: known)
        outcome.ledger = known
        if present == nil { try store.openEarlierNights(today: now.day) }
        guard let first = try present?.last?.day.adding(days: 1) ?? store.nextNight() else { return outcome }
        outcome.next = first
        guard first <= through || present != nil else { return outcome }
        var writer = try LedgerWriter(archive: archive, keys: keys)
        // Another run may have added nights before this one took the lock.
        guard writer.checkpoint == present?.checkpoint else { throw NightlyError.otherRun(archive) }
        outcome.isSignedAgain = try writer.signAgain()
        var day = first
        while day <= through {
            let night = try store.seal(day)
            let manifest = try writer.publish(day, firstEvent: night.first, events: night.count) { log in
                try write(night, to: &log)
            }
            try remember(writer.checkpoint)
            outcome.nights.append(manifest)
            try onNight(manifest)
            day = day.adding(days: 1)
            outcome.next = day
        }
        try remember(writer.checkpoint)
        outcome.ledger = try store.knownLedger()
        outcome.erasures = writer.erasures
        outcome.checkpoint = writer.signedCheckpoint
        return outcome
    }

    /// Restores the nights that the ledger has and the store does not.
    private func recover(_ present: LedgerState?) throws -> [Manifest] {
        let known = try store.knownLedger()
        guard let present else {
            if let known { throw NightlyError.noLedger(archive: archive, known) }
            return []
        }
        try check(present.checkpoint, of: present, against: known)
        // Holds the archive's lock meanwhile.
        let writer = try LedgerWriter(archive: archive, keys: keys)
        guard writer.checkpoint == present.checkpoint else { throw NightlyError.otherRun(archive) }
        return try ArchiveRecovery(store: store, archive: archive, progress: progress).run(present)
    }

    /// Prunes archived nights that are in no log's window.
    ///
    /// - Parameters:
    ///   - now: the current moment.
    ///   - grace: see `Pruning`.
    /// - Returns: what was removed; nil where nothing is sealed yet.
    /// - Throws: ``NightlyError/archiveChanged(_:_:)`` where an archive is not as it was sealed: nothing is removed then.
    public func prune(now: Timestamp = .now, grace: Duration = .seconds(3)) throws -> PrunedRows? {
        guard let known = try store.knownLedger() else { return nil }
        // Holds the archive's lock meanwhile.
        let writer = try LedgerWriter(archive: archive, keys: keys)
        let present = try LedgerState(archive: archive, keys: keys.map(\.verifier))
        guard writer.checkpoint == present?.checkpoint else { throw NightlyError.otherRun(archive) }
        try check(present, against: known)
        let pruning = Pruning(of: store, before: try startOfWindows(now), grace: grace)
        let nights = try pruning.nights()
        try check(nights, in: present?.nights() ?? [])
        return try pruning.run(losing: nights)
    }

    /// The start of the first day in the window of any log that may still be written.
    private func startOfWindows(_ now: Timestamp) throws -> Timestamp {
        let asOf = min(now, try JobQueue(of: store).earliestOpen() ?? now)
        return asOf.adding(seconds: -LogRequest.windowLength).day.start
    }

    /// Checks that the archive is the one that the store's nights were sealed in.
    ///
    /// The checkpoint's signature is checked only if there are keys.
    ///
    /// - Throws: ``NightlyError`` where it is not.
    package func checkAgreement() throws {
        let known = try store.knownLedger()
        try check(LedgerState(archive: archive, keys: keys.isEmpty ? nil : keys.map(\.verifier)), against: known)
    }

    /// Makes the store remember a checkpoint.
    package func remember(_ checkpoint: Checkpoint) throws { try remember(Optional(checkpoint)) }

    /// Checks that the archives of nights are as they were sealed.
    private func check(_ nights: [SealedNight], in ledger: [LedgerNight]) throws {
        let sealed = try nights.map { night in
            guard let sealed = ledger.first(where: { $0.day == night.day }),
                sealed.manifest.firstEvent == night.first, sealed.manifest.events == night.count
            else { throw NightlyError.otherStore(night.day) }
            return sealed
        }
        let findings = LedgerVerifier(keys: []).check(sealed, in: archive)
        for (night, findings) in zip(sealed, findings) {
            if let finding = findings.first(where: { $0.code.gravity != .warning }) {
                throw NightlyError.archiveChanged(night.day, finding)
            }
        }
    }

    /// Checks that the store and the ledger have the same nights.
    private func check(_ present: LedgerState?, against known: KnownLedger?) throws {
        guard let present else {
            if let known { throw NightlyError.noLedger(archive: archive, known) }
            return
        }
        try check(present.checkpoint, of: present, against: known)
        if let day = try store.recoveringThrough() { throw NightlyError.recovering(day) }
        // A night beyond what the store remembers is the last one of a run that was stopped right there.
        guard let last = present.last else { return }
        guard try store.sealedNight(last.day) != nil else { throw NightlyError.longer(present.checkpoint, known) }
        guard let night = try store.sealedNight(last.day), night.first == last.firstEvent, night.count == last.events
        else {
            throw NightlyError.otherStore(last.day)
        }
    }

    /// Checks that the ledger continues the one that the store remembers.
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
        try store.readEvents(night.selection, into: &log) { _, batch in
            RenderedRows(batch)
        } consume: { [progress] log, rendered in
            try log.append(rendered.text.span)
            progress?(night.day, log.rows, night.count)
        }
        guard log.rows == night.count else {
            throw StoreError.damaged(
                path: store.path,
                detail: "the night of \(night.day) was sealed with \(night.count) events, and \(log.rows) can be read")
        }
    }
}

/// The result of a nightly run.
public struct NightlyOutcome: Sendable {
    /// The restored nights, in their order.
    public var recovered: [Manifest] = []
    /// The sealed nights, in their order.
    public var nights: [Manifest] = []
    /// The first night that is not sealed; nil if nothing was recorded yet.
    public var next: Day?
    /// The ledger now; nil where there is none yet.
    public var ledger: KnownLedger?
    /// The number of the ledger's entries that are erasures.
    public var erasures = 0
    /// The signed checkpoint; nil where nothing was signed.
    public var checkpoint: [UInt8]?
    /// Whether another key signed a checkpoint that was signed before.
    public var isSignedAgain = false
}
