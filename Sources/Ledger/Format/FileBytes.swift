package import Durability
import Glibc

/// Reads small files into memory.
package enum FileBytes {
    /// The maximum length of a small file, in bytes.
    ///
    /// A bundle of 256 entries of 65,535 bytes, and some.
    package static let maximum = 32 << 20

    /// The maximum length of a list with a line for each row of a night, or fewer: salts, and erased rows.
    ///
    /// - Parameter rows: the number of rows, as a manifest claims it.
    static func maximum(rows: Int) -> Int { (1 << 12) + 72 * max(0, min(rows, 1 << 24)) }

    /// Reads a file of an archive; nil if it does not exist.
    static func readIfThere(_ path: String, upTo maximum: Int = FileBytes.maximum) throws(FileError) -> [UInt8]? {
        do throws(FileError) {
            return try read(path, upTo: maximum)
        } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: the file's path.
    ///   - links: whether a symbolic link is followed.
    ///   - maximum: the maximum length in bytes; by default that of any file of a ledger.
    /// - Throws: `FileError`, also if it is not a regular file, or longer (`EFBIG`).
    package static func read(
        _ path: String, links: FileLinks = .refused, upTo maximum: Int = FileBytes.maximum
    ) throws(FileError) -> [UInt8] {
        try read(OpenFile(path, links: links), named: path, upTo: maximum)
    }

    /// Reads an open file from its beginning.
    static func read(
        _ file: borrowing OpenFile, named path: String, upTo maximum: Int = FileBytes.maximum
    ) throws(FileError) -> [UInt8] {
        guard file.size <= maximum else {
            let limit = maximum < 1 << 20 ? "\(maximum >> 10) KiB" : "\(maximum >> 20) MiB"
            var error = FileError(path: path, doing: "read", reason: "it is larger than \(limit)")
            error.code = EFBIG
            throw error
        }
        return try file.bytes(upTo: file.size + 1)
    }
}
