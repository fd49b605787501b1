import Glibc

/// A file without a name, for data that has to wait on disk: it is gone when it is closed, or its process dies.
public final class UnnamedFile: Sendable {
    /// The open file, for reading and writing.
    public let descriptor: Int32
    /// What it is called in errors.
    private let name: String

    /// - Parameter path: the file beside which there is room. Its folder must exist.
    public init(beside path: String) throws(FileError) {
        // Named like a temporary file of the neighbour's for the moment that it has a name: should the process die
        // within it, ``AtomicFile`` sweeps it away.
        guard let opened = Self.open(template: path + ".tmpXXXXXX") else {
            throw FileError(path: path, doing: "write beside", code: errno)
        }
        descriptor = opened
        name = path
    }

    /// A file among the system's temporary ones: in the folder that `TMPDIR` names, or `/tmp`.
    public init() throws(FileError) {
        let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        let folder = named.isEmpty ? "/tmp" : named
        guard let opened = Self.open(template: folder + "/pushtrail.XXXXXX") else {
            throw FileError(path: folder, doing: "make a temporary file in", code: errno)
        }
        descriptor = opened
        name = "a temporary file in \(folder)"
    }

    deinit { close(descriptor) }

    private static func open(template: String) -> Int32? {
        var template = Array(template.utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    /// Appends bytes.
    public func write(_ bytes: RawSpan) throws(FileError) {
        try writeAll(bytes, to: descriptor, named: name)
    }

    /// Reads bytes.
    ///
    /// - Returns: how many, from the buffer's beginning: fewer than it holds where the system gives no more at once, 0 at
    ///   the file's end.
    public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw FileError(path: name, doing: "read", code: errno) }
        }
    }

    /// Fills a buffer with the bytes from an offset on.
    ///
    /// - Throws: `FileError`, also where the file ends before the buffer does.
    public func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: Int) throws(FileError) {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = try read(at: offset + filled, into: rest)
            guard count > 0 else { throw FileError(path: name, doing: "read", code: EIO) }
            filled += count
        }
    }
}

/// Writes all of some bytes, however many calls that takes.
func writeAll(_ bytes: RawSpan, to descriptor: Int32, named path: String) throws(FileError) {
    let code: Int32? = bytes.withUnsafeBytes { buffer in
        var rest = buffer
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
