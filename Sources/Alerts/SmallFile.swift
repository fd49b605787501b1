import Durability

/// Files that are read whole.
enum SmallFile {
    /// Its bytes.
    ///
    /// - Throws: `FileError`, also where it has more than 16 MB.
    static func bytes(of path: String) throws(FileError) -> [UInt8] {
        let file = try OpenFile(path, links: .followed)
        guard file.size <= 16 << 20 else {
            throw FileError(path: path, doing: "read", reason: "it has more than 16 MB")
        }
        return try file.bytes(upTo: file.size)
    }
}
