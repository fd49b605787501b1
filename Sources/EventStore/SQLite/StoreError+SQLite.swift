import Durability
import Glibc
import GRDB

extension StoreError {
    /// Translates an error met while working with a store.
    ///
    /// - Parameter doing: the failed action, as a verb: "read", "write".
    init(_ error: any Error, path: String, doing: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(database: error, path: path, doing: doing)
        default: self = .failed(path: path, doing: doing, reason: "\(error)")
        }
    }

    private init(database error: DatabaseError, path: String, doing: String) {
        let reason = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_FULL: self = .full(path: path)
        // SQLite's shared memory and log need room even for reading.
        case .SQLITE_IOERR where Self.isFull(path): self = .full(path: path)
        case .SQLITE_NOTADB: self = .notAStore(path: path)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            self =
                Obstacle(at: path).map { .cannotOpen(path: path, $0) }
                ?? .failed(path: path, doing: doing, reason: reason)
        case .SQLITE_CORRUPT: self = .damaged(path: path, detail: reason)
        default: self = .failed(path: path, doing: doing, reason: reason)
        }
    }
}

extension StoreError {
    /// Whether the disk of a path is full: what SQLite calls an I/O error may be that.
    private static func isFull(_ path: String) -> Bool {
        DiskSpace(at: FilePlace.folder(of: path)).map { $0.free < 1 << 16 } ?? false
    }
}

extension StoreError.Obstacle {
    /// Finds why a path cannot be opened, which SQLite does not report; nil where nothing is found.
    init?(at path: String) {
        let folder = FilePlace.folder(of: path)
        if FileKind(at: path) == .folder {
            self = .isFolder
        } else if FileKind(at: folder) != .folder {
            self = .noFolder(folder)
        } else if access(folder, W_OK) != 0 || (access(path, F_OK) == 0 && access(path, W_OK) != 0) {
            self = .notWritable
        } else {
            return nil
        }
    }
}
