public import EventStore
public import LogVerification
public import TrackingLog
public import TransparencyLog

/// Why a nightly run stops.
public enum NightlyError: Error, Sendable, CustomStringConvertible {
    /// The day is not over yet.
    case notOver(Day)
    /// The store has sealed nights, but their ledger is missing.
    case noLedger(archive: String, KnownLedger)
    /// The ledger has fewer entries than the store remembers.
    case shorter(Checkpoint, KnownLedger)
    /// The ledger has nights that the store does not know.
    case longer(Checkpoint, KnownLedger?)
    /// A recovery has not finished.
    case recovering(Day)
    /// The ledger is not the one that the store remembers.
    case otherLedger(Checkpoint, KnownLedger)
    /// The ledger's last night was not sealed by this store.
    case otherStore(Day)
    /// Another run has sealed nights meanwhile.
    case otherRun(String)
    /// The archive of a night to prune was changed.
    case archiveChanged(Day, Finding)
    /// The archive of a night to restore was changed.
    case notRecoverable(Day, Finding)

    /// What is wrong, in plain words.
    public var description: String {
        switch self {
        case .notOver(let day): "\(day) is not over yet (UTC)"
        case .noLedger(let archive, let known):
            "\(archive) has no ledger; the store remembers the ledger \(known.origin) with \(known.size) entries"
        case .shorter(let checkpoint, let known):
            "the ledger has \(checkpoint.size) entries, but the store remembers \(known.size)"
        case .longer(let checkpoint, let known):
            "the ledger has \(checkpoint.size) entries, but the store knows only \(known?.size ?? 0)"
        case .recovering(let day): "the recovery of the store through \(day) has not finished"
        case .otherLedger(let checkpoint, let known):
            "the ledger differs from the one the store remembers: \(checkpoint.origin) has root \(checkpoint.root) "
                + "over \(checkpoint.size) entries; the store remembers root \(known.root) over \(known.size) entries of "
                + "\(known.origin)"
        case .otherStore(let day): "the ledger's night of \(day) was not sealed by this store"
        case .otherRun(let archive): "another run has added nights to \(archive) meanwhile"
        case .archiveChanged(let day, let finding), .notRecoverable(let day, let finding):
            "the archive of \(day) is not as it was sealed: \(finding.path): \(finding.reason)"
        }
    }

    /// What the user can do about it.
    public var hint: String {
        switch self {
        case .notOver: "seal through yesterday or an earlier day with --through"
        case .noLedger: "check that the disk of the archive is mounted, and name the archive's folder with --archive"
        case .shorter, .otherLedger:
            "an older copy of the archive may have been restored; `pushtrail verify` shows what it holds"
        case .longer:
            "if the store was restored from a backup, restore the missing nights from the archive with --recover"
        case .recovering: "run the command again with --recover"
        case .otherStore: "name the store of this archive with --store; an older copy of the store cannot go on"
        case .otherRun: "run the same command again"
        case .notRecoverable: "nothing was restored; name an unchanged copy of the archive with --archive"
        case .archiveChanged: "the store still has the events; `pushtrail verify` shows what is wrong with the archive"
        }
    }
}
