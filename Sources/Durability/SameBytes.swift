/// Whether two files hold the same bytes.
enum SameBytes {
    /// - Parameters:
    ///   - descriptor: an open file.
    ///   - path: the other one; anything but a regular file is never the same.
    static func are(in descriptor: Int32, and path: String) throws(FileError) -> Bool {
        do throws(FileError) {
            return try are(OpenFile(duplicating: descriptor, named: path), OpenFile(path))
        } catch {
            if error.found != nil { return false }
            throw FileError(path: path, doing: "compare with", code: error.code)
        }
    }

    private static func are(_ one: borrowing OpenFile, _ other: borrowing OpenFile) throws(FileError) -> Bool {
        guard one.size == other.size else { return false }
        let piece = 1 << 16
        for offset in stride(from: 0, to: one.size, by: piece)
        where try one.bytes(at: offset, upTo: piece) != other.bytes(at: offset, upTo: piece) {
            return false
        }
        return true
    }
}
