package import Durability

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Small files, whole.
package enum FileBytes {
    /// The most that is taken for a small file: a bundle of 256 entries of 65,535 bytes, and some.
    package static let most = 32 << 20

    /// Reads a file of an archive; nil where there is none.
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
    /// - Parameters:
    ///   - path: where it is.
    ///   - links: what becomes of a symbolic link in its place.
    /// - Throws: `FileError`, also where it is no plain file, or larger than any that the ledger has.
    package static func read(_ path: String, links: FileLinks = .refused) throws(FileError) -> [UInt8] {
        try read(OpenFile(path, links: links), named: path)
    }

    /// Reads an open file from its beginning.
    static func read(_ file: borrowing OpenFile, named path: String) throws(FileError) -> [UInt8] {
        guard file.size <= most else {
            throw FileError(path: path, doing: "read", reason: "it is larger than \(most >> 20) MiB")
        }
        let descriptor = file.descriptor
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: file.size + 1) { buffer, count in
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
