import Durability
import Glibc
public import TrackingLog

/// The result of restoring a store.
public struct RestoredStore: Hashable, Sendable {
    /// What the restored store holds.
    public var status: StoreStatus
    /// The path of the former store now; nil where there was none.
    public var replaced: String?
}

extension EventStore {
    /// Replaces a store with a backup, after every byte was checked.
    ///
    /// The former store is kept beside it. After a crash at any moment the former store is there, or the new one; or the
    /// new one beside the former one's log, which is then recognized, and restoring again removes it.
    ///
    /// - Parameters:
    ///   - backup: a file of ``backUp(to:onPages:)``.
    ///   - path: the path of the store, which must not be in use.
    ///   - now: names the file of the former store.
    /// - Throws: ``StoreError``, or `FileError`; nothing is changed then.
    public static func restore(_ backup: String, to path: String, at now: Timestamp = .now) throws -> RestoredStore {
        try checkSource(backup, path)
        try checkUnused(path)
        let path = try FilePlace.following(path)
        var file = try AtomicFile(replacing: path, mode: FileKind(at: path) == nil ? 0o600 : nil)
        try file.copy(backup)
        let status = try prepare(file.temporary, named: backup)
        try checkUnused(path)
        let replaced = try setAside(path, at: now)
        try file.commit()
        // From here on the log belongs to another store, which opening would notice.
        for suffix in ["-wal", "-shm"] where unlink(path + suffix) != 0 && errno != ENOENT {
            throw FileError(path: path + suffix, doing: "remove", code: errno)
        }
        try AtomicFile.syncFolder(of: path)
        return RestoredStore(status: status, replaced: replaced)
    }

    private static func checkSource(_ backup: String, _ path: String) throws {
        guard FilePlace(backup) != FilePlace(path) else {
            throw StoreError.failed(path: path, doing: "restore", reason: "the backup is the store itself")
        }
        try checkThatThereIsOne(at: backup)
        var status = stat()
        // Transactions in the log are not in the file.
        if stat(backup + "-wal", &status) == 0, status.st_size > 0 {
            throw StoreError.failed(
                path: path, doing: "restore",
                reason: "\(backup) has a write-ahead log: copy a store in use with `pushtrail store backup`")
        }
    }

    /// Makes the copy a store of the present version with its own mark, and checks it.
    private static func prepare(_ copy: String, named backup: String) throws -> StoreStatus {
        do {
            let store = try EventStore(path: copy)
            if let damage = try store.check().first {
                throw StoreError.damaged(path: backup, detail: damage.detail)
            }
            try store.renewMark()
            return try store.status()
        } catch let error as StoreError {
            throw error.naming(backup, insteadOf: copy)
        }
    }

    /// Links the files of the store to other names.
    private static func setAside(_ path: String, at now: Timestamp) throws(FileError) -> String? {
        guard access(path, F_OK) == 0 else { return nil }
        let stamp = now.rfc3339.filter { $0 != "-" && $0 != ":" }
        var aside = "\(path).replaced-\(stamp)"
        var number = 1
        while access(aside, F_OK) == 0 {
            number += 1
            aside = "\(path).replaced-\(stamp)-\(number)"
        }
        for suffix in ["-wal", ""] where access(path + suffix, F_OK) == 0 {
            guard link(path + suffix, aside + suffix) == 0 else {
                throw FileError(path: aside + suffix, doing: "create", code: errno)
            }
        }
        return aside
    }

    private static let noLock = Glibc.flock(l_type: 0, l_whence: 0, l_start: 0, l_len: 0, l_pid: 0)

    /// Checks that no process has the store open, by the locks that SQLite holds on its files.
    private static func checkUnused(_ path: String) throws(StoreError) {
        // The byte of `-shm` on which every connection holds a shared lock, and the bytes of the store itself that
        // transactions outside WAL mode lock.
        for (suffix, start, length) in [("-shm", 128, 1), ("", 0x4000_0000, 512)] {
            let descriptor = open(path + suffix, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            var lock = Self.noLock
            lock.l_type = Int16(F_WRLCK)
            lock.l_whence = Int16(SEEK_SET)
            lock.l_start = off_t(start)
            lock.l_len = off_t(length)
            if fcntl(descriptor, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) {
                throw .inUse(path: path, process: Int(lock.l_pid))
            }
        }
    }
}

extension AtomicFile {
    /// Takes the bytes of another file.
    fileprivate mutating func copy(_ path: String) throws(FileError) {
        let file = try OpenFile(path, links: .followed)
        try file.forEachPiece { piece throws(FileError) in try write(piece) }
    }
}
