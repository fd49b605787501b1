public import EventStore
public import LogVerification
public import TrackingLog
public import TransparencyLog

/// Why nothing is sealed.
public enum NightlyError: Error, Sendable, CustomStringConvertible {
    /// The day is not over yet.
    case notOver(Day)
    /// The store has sealed nights, and their ledger is not there.
    case noLedger(archive: String, KnownLedger)
    /// The ledger has fewer nights than the store remembers.
    case shorter(Checkpoint, KnownLedger)
    /// The ledger has nights that the store knows nothing of.
    case longer(Checkpoint, KnownLedger?)
    /// A recovery was begun and has not ended.
    case recovering(Day)
    /// The ledger is not the one that the store remembers.
    case otherLedger(Checkpoint, KnownLedger)
    /// The ledger's last night was not sealed by this store.
    case otherStore(Day)
    /// Another run has sealed nights meanwhile.
    case otherRun(String)
    /// The archive of a night whose events could be pruned is not as it was sealed.
    case notWhole(Day, Finding)
    /// The archive of a night whose events are to be taken back is not as it was sealed.
    case notRecoverable(Day, Finding)

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .notOver(let day): "\(day) is not over yet (UTC)"
        case .noLedger(let archive, let known):
            "the ledger is not in \(archive); the store remembers one of \(known.size) nights, \(known.origin)"
        case .shorter(let checkpoint, let known):
            "the ledger has \(checkpoint.size) nights, and the store remembers \(known.size)"
        case .longer(let checkpoint, let known):
            "the ledger has \(checkpoint.size) nights, of which the store knows \(known?.size ?? 0)"
        case .recovering(let day): "the store is being recovered through \(day), and that has not ended"
        case .otherLedger(let checkpoint, let known):
            "the ledger is not the one that the store remembers: \(checkpoint.origin) with root \(checkpoint.root) over "
                + "\(checkpoint.size) nights, where \(known.size) nights of \(known.origin) had root \(known.root)"
        case .otherStore(let day): "the ledger's night of \(day) was not sealed by this store"
        case .otherRun(let archive): "another run has added nights to \(archive) meanwhile"
        case .notWhole(let day, let finding), .notRecoverable(let day, let finding):
            "the archive of \(day) is not as it was sealed: \(finding.path): \(finding.reason)"
        }
    }

    /// What its user can do about it.
    public var hint: String {
        switch self {
        case .notOver: "--through takes yesterday, or a day before"
        case .noLedger: "is its disk mounted? --archive names its folder"
        case .shorter, .otherLedger: "an older copy may have been restored; `pushtrail verify` tells what is there"
        case .longer:
            "where the store was restored from a backup, --recover takes the nights it lacks back from the archive"
        case .recovering: "run the command again with --recover"
        case .otherStore: "--store names the store whose nights the archive holds; an older copy cannot go on"
        case .otherRun: "run the same command again"
        case .notRecoverable: "nothing was taken back; --archive names a copy of the archive that is as it was sealed"
        case .notWhole: "the store still has its events; `pushtrail verify` tells what is wrong with the archive"
        }
    }
}
