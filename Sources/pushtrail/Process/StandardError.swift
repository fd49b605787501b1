import Glibc

/// Standard error: for people, never for data.
enum StandardError {
    /// Writes text at once; what cannot be written is lost, since there is nowhere to say so.
    static func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes bytes at once, in one piece where the system allows it, so that lines of several threads do not mingle.
    static func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
                if count < 0, errno != EINTR { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[max(0, count)...])
            }
        }
    }
}
