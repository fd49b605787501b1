import Durability
import Glibc

/// An output that is written in place: standard output, a pipe, a device.
final class ByteStream: Sendable {
    static let standardOutput = ByteStream(descriptor: STDOUT_FILENO, name: "standard output", isOwned: false)

    private let descriptor: Int32
    private let name: String
    private let isOwned: Bool

    /// Opens the device or pipe at a path; a named pipe waits for its reader.
    convenience init(at path: String) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw FileError(path: path, doing: "write to", code: errno) }
        self.init(descriptor: descriptor, name: path, isOwned: true)
    }

    private init(descriptor: Int32, name: String, isOwned: Bool) {
        self.descriptor = descriptor
        self.name = name
        self.isOwned = isOwned
    }

    deinit { if isOwned { close(descriptor) } }

    /// Writes all the bytes at once, unbuffered.
    func write(_ bytes: Span<UInt8>) throws(FileError) {
        let code: Int32? = bytes.withUnsafeBufferPointer { buffer in
            var rest = UnsafeRawBufferPointer(buffer)
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 {
                    switch errno {
                    case EINTR: continue
                    case EAGAIN:
                        // Another owner of the pipe has set it not to wait; we do.
                        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                        poll(&ready, 1, -1)
                        continue
                    default: return errno
                    }
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return nil
        }
        guard let code else { return }
        // The descriptor was closed before the start, or is open for reading only.
        if code == EBADF { throw FileError(path: name, doing: "write to", reason: "it is closed") }
        throw FileError(path: name, doing: "write to", code: code)
    }
}
