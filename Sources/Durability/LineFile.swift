import Glibc

/// A text file that only grows, line by line.
public enum LineFile {
    /// Checks, as far as possible, that a line can be appended.
    public static func check(_ path: String) throws(FileError) {
        let kind = FileKind(at: path)
        if let kind, kind != .file {
            throw FileError(path: path, doing: "append to", found: kind)
        }
        let isWritable =
            kind == nil
            ? access(FilePlace.folder(of: try FilePlace.following(path)), W_OK | X_OK) == 0
            : access(path, R_OK | W_OK) == 0
        guard isWritable else {
            throw FileError(path: path, doing: "append to", code: errno)
        }
    }

    /// Appends a line and syncs it.
    ///
    /// A new file is readable by its owner alone. Several processes may append at once. A line that cannot be written
    /// completely is removed again. Where a killed process left a line without its end, that line is ended first.
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
        let isEnded = try endsWithLineEnd(descriptor, size: Int(status.st_size), named: path)
        let bytes = Array(((isEnded ? "" : "\n") + line + "\n").utf8)
        do throws(FileError) {
            try writeAll(bytes.span.bytes, to: descriptor, named: path)
        } catch {
            ftruncate(descriptor, status.st_size)
            throw error
        }
        guard fsync(descriptor) == 0 else { throw FileError(path: path, doing: "sync", code: errno) }
        if status.st_size == 0 { try AtomicFile.syncFolder(of: path) }
    }

    private static func endsWithLineEnd(
        _ descriptor: Int32, size: Int, named path: String
    ) throws(FileError) -> Bool {
        guard size > 0 else { return true }
        return try OpenFile(duplicating: descriptor, named: path).bytes(at: size - 1, upTo: 1) == Array("\n".utf8)
    }
}
