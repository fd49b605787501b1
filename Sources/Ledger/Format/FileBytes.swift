package import Durability

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Small files, whole.
package enum FileBytes {
    /// The most that is taken for a small file: a bundle of 256 entries of 65,535 bytes, and some.
    private static let most = 32 << 20

    /// Reads a file; nil where there is none.
    static func readIfThere(_ path: String) throws(FileError) -> [UInt8]? {
        do throws(FileError) {
            return try read(path)
        } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }

    /// Reads a file.
    ///
    /// - Throws: `FileError`, also where it is no plain file, or larger than any that the ledger has.
    package static func read(_ path: String) throws(FileError) -> [UInt8] {
        // A pipe that somebody put in the file's place must not hold us up.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(path: path, doing: "read", code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(path: path, doing: "read", code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileError(path: path, doing: "read", reason: "it is no plain file")
        }
        guard Int(status.st_size) <= most else {
            throw FileError(path: path, doing: "read", reason: "it is larger than \(most >> 20) MiB")
        }
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size) + 1) { buffer, count in
            while count < buffer.count {
                let got = pread(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count, off_t(count))
                if got > 0 { count += got }
                if got == 0 { break }
                if got < 0, errno != EINTR {
                    code = errno
                    break
                }
            }
        }
        if code != 0 { throw FileError(path: path, doing: "read", code: code) }
        return bytes
    }
}
