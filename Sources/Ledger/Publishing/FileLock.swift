import Durability
import Glibc

/// A lock file, held by one process at a time; the system releases it when the process ends.
struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Creates the file if it does not exist, and locks it.
    ///
    /// - Throws: ``LedgerError/locked(path:)`` if another process holds it; ``LedgerError/file(_:)`` if it is not an empty
    ///   regular file.
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
            throw .file(FileError(path: path, doing: "lock", reason: "a lock is an empty file"))
        }
        descriptor = opened
    }

    deinit {
        // Closing would not do while a child process between fork and exec has the file open too.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
