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
    func write(_ bytes: RawSpan) throws(FileError) {
        do throws(FileError) {
            try writeAll(bytes, to: descriptor, named: name)
        } catch {
            // Closed before the start, or open for reading alone.
            if error.code == EBADF { throw FileError(path: name, doing: "write to", reason: "it is closed") }
            throw FileError(path: name, doing: "write to", code: error.code)
        }
    }
}
