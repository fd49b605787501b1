import Durability
import Glibc

/// The lock beside a state, held by one run at a time.
struct StateLock: ~Copyable {
    private let descriptor: Int32

    /// - Parameter patience: how many seconds another run is waited for.
    init(_ path: String, patience: Int) throws(AlertStateError) {
        let lock = path + ".lock"
        descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw .file(FileError(path: lock, doing: "lock", code: errno)) }
        var tries = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR, tries < patience * 20 else {
                close(descriptor)
                throw code == EWOULDBLOCK
                    ? .inUse(path: path) : .file(FileError(path: lock, doing: "lock", code: code))
            }
            tries += 1
            usleep(50_000)
        }
    }

    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
