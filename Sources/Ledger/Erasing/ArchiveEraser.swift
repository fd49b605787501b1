public import TrackingLog
public import TransparencyLog

/// Erases whom rows of an archive's nights are about.
///
/// The new files of all nights are written beside the old ones first (``stage(_:pseudonyms:onNight:)``). Then the ledger gets its
/// entry, which makes the erasure a part of the history, and the new files take the places of the old ones
/// (``publish(at:)``). A run that was stopped before the entry leaves the nights as they were, one that was stopped after it
/// is ended by the next run that writes to the archive. All of this is done by the archive's one writer.
public struct ArchiveEraser: ~Copyable {
    /// The nights of the ledger, in their order.
    public let nights: [LedgerNight]
    /// Whether an erasure was stopped before it was a part of the history, and none was completed since.
    public let isRepeated: Bool
    private let archive: String
    private var writer: LedgerWriter
    private var staged: [Erasure.Night] = []

    /// Opens an archive for writing, and ends or removes what a stopped erasure left.
    ///
    /// - Parameters:
    ///   - archive: the archive's folder.
    ///   - keys: the keys that sign, all of one name, the ledger's origin.
    /// - Throws: ``LedgerError``: ``LedgerError/locked(path:)`` if another process writes to it.
    public init(archive: String, keys: [SigningKey]) throws(LedgerError) {
        guard try LedgerState(archive: archive, keys: keys.map(\.verifier)) != nil else {
            throw .contradiction("there is no ledger in \(archive)")
        }
        let writer = try LedgerWriter(archive: archive, keys: keys)
        let isRepeated = try StagedErasure.read(in: archive) != nil
        // Once the writer has settled what was stopped.
        nights = try Self.state(of: archive).nights()
        self.writer = writer
        self.isRepeated = isRepeated
        self.archive = archive
    }

    private static func state(of archive: String) throws(LedgerError) -> LedgerState {
        guard let state = try LedgerState(archive: archive, keys: nil) else {
            throw .contradiction("there is no ledger in \(archive)")
        }
        return state
    }

    /// Whether an erasure of an archive was stopped.
    public static func wasStopped(in archive: String) throws(LedgerError) -> Bool {
        try StagedErasure.read(in: archive) != nil
    }

    /// The last checkpoint.
    public var checkpoint: Checkpoint? { writer.checkpoint }
    /// The last checkpoint's bytes, with its signatures.
    public var signedCheckpoint: [UInt8]? { writer.signedCheckpoint }

    /// Removes what a nightly run left of the next night that was stopped before its checkpoint, but for the salts.
    ///
    /// The zip holds whom its rows are about. The next nightly run makes all of it again, from the store: call this only where
    /// the store is the ledger's.
    public func removeUnfinishedNight() throws(LedgerError) {
        guard let last = nights.last, let size = checkpoint?.size else { return }
        try StagedErasure.removeUnfinishedNight(last.day.adding(days: 1), from: archive, size: size)
    }

    /// Writes the new files of nights beside the old ones.
    ///
    /// - Parameters:
    ///   - erasures: the nights' rows, in the order of the nights.
    ///   - pseudonyms: what stands in an erased row from now on.
    ///   - onNight: called after each night.
    /// - Throws: ``LedgerError`` where a night's files are not as the ledger has them, or cannot be written. Nothing is erased
    ///   then.
    public mutating func stage(
        _ erasures: [NightErasure], pseudonyms: (Addressee) -> Addressee, onNight: (NightErasure) -> Void = { _ in }
    ) throws(LedgerError) {
        guard let size = checkpoint?.size, !erasures.isEmpty else { return }
        try StagedErasure(size: size, days: erasures.map(\.night.day)).write(in: archive)
        for erasure in erasures {
            staged.append(try NightRewriting(erasure, in: archive).run(pseudonyms))
            onNight(erasure)
        }
    }

    /// Makes what was staged a part of the history.
    ///
    /// - Parameter time: when it is.
    /// - Returns: the ledger's new entries, each with its proof; none if nothing was staged.
    public mutating func publish(at time: Timestamp) throws(LedgerError) -> [PublishedErasure] {
        guard let size = checkpoint?.size, !staged.isEmpty else {
            // Nobody whom a stopped run was to erase is left.
            if isRepeated { try StagedErasure.end(in: archive) }
            return []
        }
        let erasures = try writer.publish(erasuresOf: staged, at: time)
        try StagedErasure(size: size, days: staged.map(\.day)).finish(in: archive, Self.state(of: archive).nights())
        staged = []
        return erasures.enumerated().compactMap { offset, erasure in
            writer.proof(of: size + offset).map { PublishedErasure(entry: erasure, proof: $0.text) }
        }
    }
}

/// An erasure in the ledger.
public struct PublishedErasure: Sendable {
    /// The ledger's entry.
    public let entry: Erasure
    /// The proof that it is in the ledger (`c2sp.org/tlog-proof@v1`).
    public let proof: String
}
