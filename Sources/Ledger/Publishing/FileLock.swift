import Durability
import Glibc

/// A file that one process at a time holds; the system lets go of it when the process ends, however it does.
struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Makes the file where it is not there, and takes hold of it.
    ///
    /// - Throws: ``LedgerError/locked(path:)`` where another process holds it, and a `FileError` where something stands in it
    ///   or it is no plain file: it is ours to hold, not to be written to.
    init(_ path: String) throws(LedgerError) {
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
        guard opened >= 0 else { throw .file(FileError(path: path, doing: "lock", code: errno)) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(opened)
            throw code == EWOULDBLOCK ? .locked(path: path) : .file(FileError(path: path, doing: "lock", code: code))
        }
        var status = stat()
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 else {
            close(opened)
            throw .file(FileError(path: path, doing: "lock", reason: "it is not the empty file that a lock is"))
        }
        descriptor = opened
    }

    deinit { close(descriptor) }
}
