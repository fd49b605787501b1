import Glibc

/// A text file that only grows at its end, a line at a time.
public enum LineFile {
    /// Tells beforehand what would keep a line from being appended, as far as can be told.
    public static func check(_ path: String) throws(FileError) {
        let kind = FileKind(at: path)
        if let kind, kind != .file {
            throw FileError(path: path, doing: "append to", reason: "it is \(kind.words), not a file")
        }
        let isWritable =
            kind == nil
            ? access(FilePlace.folder(of: try FilePlace.following(path)), W_OK | X_OK) == 0
            : access(path, R_OK | W_OK) == 0
        guard isWritable else {
            throw FileError(path: path, doing: "append to", code: errno)
        }
    }

    /// Appends a line, which is on the disk on return, and makes the file where there is none, for its owner alone.
    ///
    /// Several processes may append at once. A line that cannot be written whole is taken back; one that a killed process
    /// left unended is ended first, so that it spoils no other.
    ///
    /// - Parameters:
    ///   - line: without a line end in it.
    ///   - path: the file. Its folder must exist.
    /// - Throws: ``FileError`` naming the path.
    public static func append(_ line: String, to path: String) throws(FileError) {
        try check(path)
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError(path: path, doing: "append to", code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard flock(descriptor, LOCK_EX) == 0, fstat(descriptor, &status) == 0 else {
            throw FileError(path: path, doing: "append to", code: errno)
        }
        var last = UInt8(ascii: "\n")
        if status.st_size > 0, pread(descriptor, &last, 1, status.st_size - 1) != 1 {
            throw FileError(path: path, doing: "append to", code: errno)
        }
        let bytes = Array(((last == UInt8(ascii: "\n") ? "" : "\n") + line + "\n").utf8)
        do throws(FileError) {
            try writeAll(bytes.span.bytes, to: descriptor, named: path)
        } catch {
            ftruncate(descriptor, status.st_size)
            throw error
        }
        guard fsync(descriptor) == 0 else { throw FileError(path: path, doing: "sync", code: errno) }
        if status.st_size == 0 { try AtomicFile.syncFolder(of: path) }
    }
}
