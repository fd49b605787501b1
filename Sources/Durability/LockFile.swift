import Glibc

/// The lock beside a file, `NAME.lock`, held by one process at a time.
///
/// It is for files that are replaced, which cannot be locked themselves. The system releases it when the process ends.
public struct LockFile: ~Copyable {
    private let descriptor: Int32

    /// Why there is no lock.
    public enum Fault: Error, Sendable {
        /// Another process holds it.
        case held
        /// The lock's own file cannot be opened or locked.
        case file(FileError)
    }

    /// Takes the lock, and creates its file if it does not exist.
    ///
    /// - Parameters:
    ///   - path: the file that is locked, no link to it; its folder must exist.
    ///   - patience: how many seconds another process is waited for.
    public init(beside path: String, patience: Int) throws(Fault) {
        let lock = path + ".lock"
        let opened = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard opened >= 0 else { throw .file(FileError(path: lock, doing: "lock", code: errno)) }
        var tries = 0
        while flock(opened, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR, tries < patience * 20 else {
                close(opened)
                throw code == EWOULDBLOCK ? .held : .file(FileError(path: lock, doing: "lock", code: code))
            }
            tries += 1
            usleep(50_000)
        }
        // At the end: an initializer that throws once the fields are set also runs `deinit`, which would close it twice.
        descriptor = opened
    }

    deinit {
        // Closing would not do while a child process between fork and exec has the file open too.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
