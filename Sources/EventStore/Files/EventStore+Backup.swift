import Durability
import Glibc
import GRDB

extension EventStore {
    /// Copies the store as of this moment; other processes may go on using it.
    ///
    /// - Parameters:
    ///   - target: the file to create or replace, completely or not at all.
    ///   - onPages: receives the number of copied pages, and of all.
    /// - Throws: ``StoreError``, or `FileError` where the copy cannot be written.
    public func backUp(to target: String, onPages: @escaping (_ copied: Int, _ of: Int) -> Void = { _, _ in }) throws {
        try checkBackUp(to: target)
        // A copy of the store is as private as the store is.
        let file = try AtomicFile(replacing: target, mode: FileKind(at: target) == nil ? 0o600 : nil)
        do {
            // A snapshot, so that other processes' writes do not restart the copying.
            let snapshot = try makeSnapshot()
            let copy = try DatabaseQueue(path: file.temporary, configuration: Self.copying)
            try snapshot.backup(to: copy, pagesPerStep: 4096) { progress in
                onPages(progress.completedPageCount, progress.totalPageCount)
            }
            try copy.writeWithoutTransaction { copy in
                try copy.execute(sql: "UPDATE store SET mark = 'pushtrail store ' || lower(hex(randomblob(16)))")
            }
            try copy.close()
            try snapshot.close()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            // The copy's disk is full: the store's own error would speak of the store.
            throw FileError(path: target, doing: "write", code: ENOSPC)
        } catch {
            throw StoreError(error, path: target, doing: "back up to")
        }
        try file.commit()
    }

    /// The copy is temporary until it is synced and renamed: it needs no journal, and no syncs before.
    private static var copying: Configuration {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        }
        return configuration
    }

    private func checkBackUp(to target: String) throws(StoreError) {
        var own = stat()
        var other = stat()
        if stat(path, &own) == 0, stat(target, &other) == 0, own.st_ino == other.st_ino, own.st_dev == other.st_dev {
            throw .failed(path: target, doing: "back up to", reason: "it is the store itself")
        }
        // SQLite would treat such a log as the copy's own, and play it into the copy.
        if stat(target + "-wal", &other) == 0, other.st_size > 0 {
            throw .failed(path: target, doing: "back up to", reason: "it is a store in use, or one left open")
        }
    }
}
