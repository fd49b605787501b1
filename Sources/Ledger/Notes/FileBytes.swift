package import Durability
import Glibc

/// Small files, whole.
package enum FileBytes {
    /// The most that is taken for a small file: a bundle of 256 entries of 65,535 bytes, and some.
    package static let most = 32 << 20

    /// Reads a file of an archive; nil where there is none.
    static func readIfThere(_ path: String, most: Int = FileBytes.most) throws(FileError) -> [UInt8]? {
        do throws(FileError) {
            return try read(path, most: most)
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
    ///   - most: how many bytes it may have; by default as many as any file of a ledger.
    /// - Throws: `FileError`, also where it is no plain file, or larger (`EFBIG`).
    package static func read(
        _ path: String, links: FileLinks = .refused, most: Int = FileBytes.most
    ) throws(FileError) -> [UInt8] {
        try read(OpenFile(path, links: links), named: path, most: most)
    }

    /// Reads an open file from its beginning.
    static func read(
        _ file: borrowing OpenFile, named path: String, most: Int = FileBytes.most
    ) throws(FileError) -> [UInt8] {
        guard file.size <= most else {
            let limit = most < 1 << 20 ? "\(most >> 10) KiB" : "\(most >> 20) MiB"
            var error = FileError(path: path, doing: "read", reason: "it is larger than \(limit)")
            error.code = EFBIG
            throw error
        }
        return try file.bytes(upTo: file.size + 1)
    }
}
