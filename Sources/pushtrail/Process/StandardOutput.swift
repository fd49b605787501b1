import Durability
import Glibc

/// Standard output: for data, as raw bytes.
enum StandardOutput {
    /// Makes writing to a pipe that nobody reads an error (`EPIPE`), which ends the run quietly once what was under
    /// way has been tidied up, instead of a signal that kills it.
    static func ignoreClosedPipes() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes text at once, unbuffered; ``Output`` is the buffered way.
    static func write(_ text: String) throws(FileError) {
        let bytes = Array(text.utf8)
        try ByteStream.standardOutput.write(bytes.span.bytes)
    }
}
