#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file without a name, for data that has to wait on disk: it is gone when it is closed, or its process dies.
public final class UnnamedFile: Sendable {
    /// The open file, for reading and writing.
    public let descriptor: Int32
    private let neighbour: String

    /// - Parameter path: the file beside which there is room. Its folder must exist.
    public init(beside path: String) throws(FileError) {
        // Named like a temporary file of the neighbour's for the moment that it has a name: should the process die
        // within it, ``AtomicFile`` sweeps it away.
        var template = Array((path + ".tmpXXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileError(path: path, doing: "write beside", code: errno) }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        neighbour = path
    }

    deinit { close(descriptor) }

    /// Appends bytes.
    public func write(_ bytes: Span<UInt8>) throws(FileError) {
        try writeAll(bytes, to: descriptor, named: neighbour)
    }
}

/// Writes all of some bytes, however many calls that takes.
func writeAll(_ bytes: Span<UInt8>, to descriptor: Int32, named path: String) throws(FileError) {
    let code: Int32? = bytes.withUnsafeBufferPointer { buffer in
        var rest = UnsafeRawBufferPointer(buffer)
        while !rest.isEmpty {
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return nil
    }
    if let code { throw FileError(path: path, doing: "write", code: code) }
}
