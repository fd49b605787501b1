import Durability
import Glibc

/// Folders that are there for good once they are used.
enum Folders {
    /// Makes the folders of a path that are not there yet, and syncs each into the one around it: one that is there may
    /// have been made by a run that was killed before it could. A symbolic link among them is refused: what is written
    /// below it would lie elsewhere.
    ///
    /// - Parameters:
    ///   - path: a path of one or more names.
    ///   - base: the folder that it is in, made too; it may be a link.
    static func make(_ path: String, in base: String) throws(FileError) {
        try makeOne(base)
        var folder = base
        for name in path.split(separator: "/") {
            folder += "/\(name)"
            try FilePlace.refuseLink(at: folder, doing: "write in")
            try makeOne(folder)
        }
    }

    private static func makeOne(_ folder: String) throws(FileError) {
        guard mkdir(folder, 0o777) == 0 else {
            let code = errno
            guard code == EEXIST, FileKind(at: folder) == .folder else {
                throw FileError(path: folder, doing: "make", code: code)
            }
            return try AtomicFile.syncFolder(of: folder)
        }
        try AtomicFile.syncFolder(of: folder)
    }
}
