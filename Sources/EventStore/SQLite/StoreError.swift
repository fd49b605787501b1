public import TrackingLog

/// An error of the store.
public enum StoreError: Error, Hashable, Sendable {
    /// There is no file at the path.
    case missing(path: String)
    /// The file is something else: not SQLite at all, or another program's database.
    case notAStore(path: String)
    /// A later version of Pushtrail has changed the store's schema.
    case newer(path: String, version: Int, known: Int)
    /// Other processes kept writing for longer than a call waits.
    case locked(path: String)
    /// The store's file was moved, replaced or deleted while it was open.
    case replaced(path: String)
    /// The disk, or the user's share of it, is full.
    case full(path: String)
    /// The file is damaged, or lacks something that it must hold.
    case damaged(path: String, detail: String)
    /// There is no store, but the write-ahead log of one: it was moved without its log.
    case logWithoutStore(path: String)
    /// The write-ahead log beside the store was written for another file.
    case foreignLog(path: String)
    /// Another process has the store open.
    case inUse(path: String, process: Int)
    /// The file cannot be opened and written: a store in use also needs a log beside it.
    case cannotOpen(path: String, Obstacle)
    /// Anything else that SQLite or the system reports.
    case failed(path: String, doing: String, reason: String)
    /// A token has its maximum of queued and running jobs.
    case tooManyJobs(maximum: Int)
    /// The ledger to recover from has other nights than the store.
    case otherNights(Day)
    /// The store was pruned while events waited to be recorded.
    case prunedMeanwhile
    /// Some of a requested log is pruned.
    case pruned(before: Timestamp, needed: Timestamp)
}

extension StoreError {
    /// An obstacle to opening a store.
    public enum Obstacle: Hashable, Sendable {
        /// The folder does not exist.
        case noFolder(String)
        /// There is a folder in the store's place.
        case isFolder
        /// The file, or the folder for its log, is not writable.
        case notWritable
    }
}

extension StoreError {
    /// The same error, with the name by which the user knows the store.
    func naming(_ name: String, insteadOf path: String) -> StoreError {
        switch self {
        case .damaged(path, let detail): .damaged(path: name, detail: detail)
        case .notAStore(path): .notAStore(path: name)
        case .newer(path, let version, let known): .newer(path: name, version: version, known: known)
        case .failed(path, let doing, let reason): .failed(path: name, doing: doing, reason: reason)
        default: self
        }
    }
}

// MARK: - In words

extension StoreError: CustomStringConvertible {
    /// What is wrong, naming the store.
    public var description: String {
        switch self {
        case .missing(let path): "there is no store at \(path)"
        case .notAStore(let path): "\(path) is not a Pushtrail store"
        case .newer(let path, let version, let known):
            "\(path) was written by a later Pushtrail (schema \(version); this one knows \(known))"
        case .locked(let path): "\(path) is locked by another process"
        case .replaced(let path): "\(path) was moved, replaced or deleted while it was open: nothing was recorded"
        case .full(let path): "no space left to write \(path)"
        case .damaged(let path, let detail): "\(path) is damaged: \(detail)"
        case .logWithoutStore(let path):
            "there is no store at \(path), but its write-ahead log \(path)-wal, which may hold events"
        case .foreignLog(let path):
            "\(path)-wal is the log of another store or copy: \(path) was replaced while it was in use"
        case .inUse(let path, let process): "\(path) is in use by process \(process)"
        case .cannotOpen(let path, .noFolder(let folder)): "cannot open \(path): there is no folder \(folder)"
        case .cannotOpen(let path, .isFolder): "cannot open \(path): it is a folder"
        case .cannotOpen(let path, .notWritable): "cannot open \(path): it is not writable"
        case .failed(let path, let doing, let reason): "cannot \(doing) \(path): \(reason)"
        case .tooManyJobs(let maximum): "this token has \(maximum) requests queued or running, the maximum"
        case .otherNights(let day): "the store's night of \(day) differs from the ledger's"
        case .prunedMeanwhile: "the store was pruned while events waited to be recorded"
        case .pruned(let before, let needed):
            "the log begins at \(needed), but the store is pruned and holds events only from \(before) on"
        }
    }

    /// What the user can do about it; nil where there is no general advice.
    public var hint: String? {
        switch self {
        case .missing:
            "name the store with --store; `pushtrail store create` and `pushtrail ingest` create one, and `pushtrail store "
                + "restore BACKUP` restores one that was lost"
        case .notAStore: "name the store with --store; read events with `pushtrail ingest`"
        case .newer: "use the Pushtrail that wrote it, or a later version"
        case .locked: "try again when the other process has finished"
        case .replaced: "put the store back, with its -wal file, or start again with the one that is there now"
        case .full: "free some space, then run the command again: nothing is stored twice"
        case .damaged(let path, _):
            "find the damage with `pushtrail store check --store \(path)`; restore the last backup with "
                + "`pushtrail store restore BACKUP --store \(path)`"
        case .logWithoutStore(let path): "put the store back beside it, or move \(path)-wal to where the store is"
        case .foreignLog(let path):
            "restore a backup with `pushtrail store restore BACKUP --store \(path)`, which removes the log"
        case .inUse: "stop that process, then run the command again"
        case .cannotOpen(_, .noFolder(let folder)):
            "create it with mkdir -p \(folder), or name another file with --store"
        case .cannotOpen(_, .isFolder): "name the store's file with --store, such as pushtrail.db in that folder"
        case .cannotOpen(let path, .notWritable):
            "even reading writes a log beside it; check the permissions: ls -ld \(path) and its folder"
        case .tooManyJobs: "wait until some of them are done, then ask again"
        case .failed: nil
        case .otherNights: "name the archive of this store with --archive, or the store of this archive with --store"
        case .prunedMeanwhile: "run the command again: nothing is stored twice"
        case .pruned: "the archives of `pushtrail nightly` hold the pruned events; `pushtrail report` reads them too"
        }
    }
}
