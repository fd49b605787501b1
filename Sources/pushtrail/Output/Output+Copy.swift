import Durability

extension Output {
    /// Appends the bytes of a file or a pipe.
    ///
    /// - Parameter maximumBytes: how many it may have; nil for any number.
    mutating func copy(_ path: String, maximumBytes: Int? = nil) throws(FileError) {
        let file = try OpenFile(anyKindAt: path)
        var total = 0
        try file.forEachPiece { piece throws(FileError) in
            total += piece.byteCount
            if let maximumBytes, total > maximumBytes {
                throw FileError(path: path, doing: "read", reason: "it is larger than \(maximumBytes >> 20) MiB")
            }
            try write(piece)
        }
    }
}
