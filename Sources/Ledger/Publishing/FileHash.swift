import Durability
import TransparencyLog

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The length and SHA-256 of a file, in bounded memory.
enum FileHash {
    static func of(_ path: String) throws(FileError) -> (bytes: Int, hash: SHA256Hash) {
        let file = try OpenFile(path)
        return try of(file, named: path)
    }

    /// Of an open file, which must not grow: reading would not end as long as another process writes to it.
    static func of(_ file: borrowing OpenFile, named path: String) throws(FileError) -> (bytes: Int, hash: SHA256Hash) {
        let descriptor = file.descriptor
        var stream = HashStream()
        var bytes = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { return (bytes, stream.finish()) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(path: path, doing: "read", code: errno)
            }
            bytes += count
            if bytes > file.size {
                throw FileError(path: path, doing: "read", reason: "it grew while it was read")
            }
            stream.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
