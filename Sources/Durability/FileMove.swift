import Glibc

/// Gives a file another path on the same file system.
public enum FileMove {
    /// Moves a file, unless one is at the new path already.
    ///
    /// A file is never replaced, but on a file system without both hard links and renaming without replacing.
    ///
    /// - Returns: false if there is one, which stays.
    public static func run(_ file: String, to path: String) throws(FileError) -> Bool {
        var code: Int32 = 0
        switch UntakenName.give(file, path) {
        case .linked:
            // After a crash before this, the file has both names.
            if unlink(file) != 0 {
                code = errno
                unlink(path)
            }
        case .renamed: break
        case .taken: return false
        case .unsupported:
            // Between the question and the renaming another file may appear, and be replaced: nothing better is left here.
            guard FileKind(at: path) == nil, !FilePlace.isLink(path) else { return false }
            code = rename(file, path) == 0 ? 0 : errno
        case .failed(let failure): code = failure
        }
        let folder = FilePlace.folder(of: path)
        if code == EXDEV { throw FileError(path: file, doing: "move", reason: "\(folder) is on another file system") }
        guard code == 0 else { throw FileError(path: file, doing: "move", code: code) }
        try AtomicFile.syncFolder(of: path)
        try AtomicFile.syncFolder(of: file)
        return true
    }
}
