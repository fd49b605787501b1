import Durability
import Glibc

/// Creates folders durably.
enum Folders {
    /// Creates the missing folders of a path, and syncs each into its parent.
    ///
    /// Existing ones are synced too: a run may have been killed after creating one. A symbolic link among them is refused:
    /// files written below it would be elsewhere.
    ///
    /// - Parameters:
    ///   - path: a path of one or more names.
    ///   - base: the folder that the path is in, created too; it may be a link.
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
                throw FileError(path: folder, doing: "create", code: code)
            }
            return try AtomicFile.syncFolder(of: folder)
        }
        try AtomicFile.syncFolder(of: folder)
    }
}
