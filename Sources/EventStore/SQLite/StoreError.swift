public import TrackingLog

/// Why the store could not do what it was asked to.
public enum StoreError: Error, Hashable, Sendable {
    /// There is no file at the path.
    case missing(path: String)
    /// The file is something else: not SQLite at all, or another program's database.
    case notAStore(path: String)
    /// A later version of Pushtrail has changed the store's schema.
    case newer(path: String, version: Int, known: Int)
    /// Other processes kept writing for longer than we wait.
    case locked(path: String)
    /// The store's file was moved, replaced or deleted while it was open.
    case replaced(path: String)
    /// The disk, or the user's share of it, is full.
    case full(path: String)
    /// SQLite found the file damaged, or something that must be in it is not.
    case damaged(path: String, detail: String)
    /// The write-ahead log beside the store was written for another file.
    case foreignLog(path: String)
    /// Another process has the store open.
    case inUse(path: String, process: Int)
    /// The path does not lead to a file that can be opened and written: a store in use has a log beside it.
    case cannotOpen(path: String, Obstacle)
    /// Anything else that SQLite or the system reports.
    case failed(path: String, doing: String, reason: String)
    /// A token has as many jobs queued and running as it may.
    case tooManyJobs(most: Int)
    /// The store has sealed a night that the ledger to recover from does not have, or has with other events.
    case otherNights(Day)
    /// The store was pruned while events waited to be recorded.
    case prunedMeanwhile
    /// Some of what a log needs is pruned.
    case pruned(before: Timestamp, needed: Timestamp)
}

extension StoreError {
    /// What is in the way of opening a store.
    public enum Obstacle: Hashable, Sendable {
        /// There is no such folder.
        case noFolder(String)
        /// There is a folder in the store's place.
        case isFolder
        /// The file, or the folder that its log would be in, may not be written to.
        case notWritable
    }
}

extension StoreError {
    /// The same error of a store that its user knows by another name.
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
            "\(path) was written by a later Pushtrail (its schema is \(version), this one knows \(known))"
        case .locked(let path): "\(path) is locked by another process"
        case .replaced(let path): "\(path) was moved, replaced or deleted while it was open: nothing was recorded"
        case .full(let path): "no space left to write \(path)"
        case .damaged(let path, let detail): "\(path) is damaged: \(detail)"
        case .foreignLog(let path):
            "\(path)-wal is the log of another store, or of another copy of this one: \(path) was replaced while it was in use"
        case .inUse(let path, let process): "\(path) is in use by process \(process)"
        case .cannotOpen(let path, .noFolder(let folder)): "cannot open \(path): there is no folder \(folder)"
        case .cannotOpen(let path, .isFolder): "cannot open \(path): it is a folder"
        case .cannotOpen(let path, .notWritable): "cannot open \(path): it may not be written to"
        case .failed(let path, let doing, let reason): "cannot \(doing) \(path): \(reason)"
        case .tooManyJobs(let most): "\(most) requests of this token are queued or running, which is the most"
        case .otherNights(let day): "the store's night of \(day) is not the ledger's"
        case .prunedMeanwhile: "the store was pruned while events waited to be recorded"
        case .pruned(let before, let needed):
            "the log begins at \(needed), and the store is pruned: it holds events from \(before) on"
        }
    }

    /// What its user can do about it; nil where there is nothing general to say.
    public var hint: String? {
        switch self {
        case .missing: "`pushtrail ingest` makes a store; --store names another"
        case .notAStore: "--store names the store; events are read by `pushtrail ingest`"
        case .newer: "use the Pushtrail that wrote it, or a later one"
        case .locked: "try again when the other process has finished"
        case .replaced: "put the store back, with its -wal file, or start again with the one that is there now"
        case .full: "make room, then run the command again: nothing is stored twice"
        case .damaged(let path, _):
            "see what is damaged with `pushtrail store check --store \(path)`; replace it by its last backup with "
                + "`pushtrail store restore BACKUP --store \(path)`"
        case .foreignLog(let path):
            "put a backup in its place with `pushtrail store restore BACKUP --store \(path)`, which removes the log"
        case .inUse: "stop that process, then run the command again"
        case .cannotOpen(_, .noFolder(let folder)):
            "make it with mkdir -p \(folder), or name another place with --store"
        case .cannotOpen(_, .isFolder): "--store takes the store's file, as in a folder pushtrail.db"
        case .cannotOpen(let path, .notWritable):
            "even reading writes the log beside it; see who may write: ls -ld \(path) and its folder"
        case .tooManyJobs: "wait until some of them are done, then ask again"
        case .failed: nil
        case .otherNights: "--archive names the archive of this store, --store the store of this archive"
        case .prunedMeanwhile: "run the command again: nothing is stored twice"
        case .pruned: "what was pruned is in the archives of `pushtrail nightly`, which `pushtrail report` reads too"
        }
    }
}
