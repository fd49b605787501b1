import Durability
import TransparencyLog

/// The length and SHA-256 of a file, in bounded memory.
enum FileHash {
    static func of(_ path: String) throws(FileError) -> (bytes: Int, hash: SHA256Hash) {
        let file = try OpenFile(path)
        return try of(file, named: path)
    }

    /// Of an open file, which must not grow: reading would not end as long as another process writes to it.
    static func of(_ file: borrowing OpenFile, named path: String) throws(FileError) -> (bytes: Int, hash: SHA256Hash) {
        let size = file.size
        var stream = HashStream()
        var bytes = 0
        try file.forEachPiece { piece throws(FileError) in
            bytes += piece.byteCount
            if bytes > size {
                throw FileError(path: path, doing: "read", reason: "it grew while it was read")
            }
            piece.withUnsafeBytes { stream.append($0) }
        }
        return (bytes, stream.finish())
    }
}
