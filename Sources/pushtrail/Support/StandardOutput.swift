import Durability

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Standard output: for data, as raw bytes.
enum StandardOutput {
    /// Makes writing to a pipe that nobody reads an error (`EPIPE`), which ends the run quietly once what was under
    /// way has been tidied up, instead of a signal that kills it.
    static func ignoreClosedPipes() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes all the bytes at once, unbuffered; ``Output`` is the buffered way.
    static func write(_ bytes: Span<UInt8>) throws(FileError) {
        let code: Int32? = bytes.withUnsafeBufferPointer { buffer in
            var rest = UnsafeRawBufferPointer(buffer)
            while !rest.isEmpty {
                #if canImport(Glibc)
                let count = Glibc.write(STDOUT_FILENO, rest.baseAddress, rest.count)
                #else
                let count = Darwin.write(STDOUT_FILENO, rest.baseAddress, rest.count)
                #endif
                if count < 0 {
                    switch errno {
                    case EINTR: continue
                    case EAGAIN:
                        // Another owner of the pipe has set it not to wait; we do.
                        var ready = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                        poll(&ready, 1, -1)
                        continue
                    default: return errno
                    }
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return nil
        }
        if let code { throw FileError(path: "standard output", doing: "write to", code: code) }
    }

    /// Writes text at once.
    static func write(_ text: String) throws(FileError) {
        let bytes = Array(text.utf8)
        try write(bytes.span)
    }
}
