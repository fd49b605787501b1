import Glibc

/// Gives a file another path on the same file system.
public enum FileMove {
    /// Moves a file, unless one is at the new path already.
    ///
    /// - Returns: false if there is one, which stays.
    public static func run(_ file: String, to path: String) throws(FileError) -> Bool {
        // Unlike renaming, this never replaces a file. After a crash in between, the file has both names.
        var code = link(file, path) == 0 ? 0 : errno
        switch code {
        case 0:
            if unlink(file) != 0 {
                code = errno
                unlink(path)
            }
        case EEXIST: return false
        case EPERM, EOPNOTSUPP, EMLINK:
            // Some file systems have no hard links, and Linux refuses them of other users' files.
            guard FileKind(at: path) == nil, !FilePlace.isLink(path) else { return false }
            code = rename(file, path) == 0 ? 0 : errno
        default: break
        }
        let folder = FilePlace.folder(of: path)
        if code == EXDEV { throw FileError(path: file, doing: "move", reason: "\(folder) is on another file system") }
        guard code == 0 else { throw FileError(path: file, doing: "move", code: code) }
        try AtomicFile.syncFolder(of: path)
        try AtomicFile.syncFolder(of: file)
        return true
    }
}
