import Glibc
import NIOCore

/// A file that is open for reading, until nobody needs it any more; also when it is removed meanwhile.
final class OpenFile: Sendable {
    private let descriptor: Int32
    /// Its length in bytes.
    let length: Int

    /// Why a file cannot be opened.
    enum Fault: Error {
        /// It is not there, or cannot be read.
        case gone
        /// Too many files are open.
        case tooMany
    }

    init(path: String) throws(Fault) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw [EMFILE, ENFILE].contains(errno) ? .tooMany : .gone }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            close(descriptor)
            throw .gone
        }
        length = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Reads some of its bytes; fewer where it ends.
    func read(_ range: Range<Int>) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(range.count)
        var failure: Int32 = 0
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.count) { space in
            let count = pread(descriptor, space.baseAddress, range.count, off_t(range.lowerBound))
            if count < 0 { failure = errno }
            return max(0, count)
        }
        if failure != 0 { throw IOError(errnoCode: failure, reason: "read") }
        return buffer
    }
}
