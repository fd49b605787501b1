import Durability

/// A file's length and SHA-256, in bounded memory.
enum FileHash {
    static func of(_ path: String) throws(FileError) -> (bytes: Int, hash: LedgerHash) {
        let file = try OpenFile(path)
        return try of(file, named: path)
    }

    /// Of an open file: it may not have grown since, for then it would be read for as long as somebody writes to it.
    static func of(_ file: borrowing OpenFile, named path: String) throws(FileError) -> (bytes: Int, hash: LedgerHash) {
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
