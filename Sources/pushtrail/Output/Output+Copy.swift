import Durability
import Foundation

extension Output {
    /// Appends a file's bytes.
    ///
    /// - Parameter most: how many bytes it may have; nil for any number.
    mutating func copy(_ path: String, most: Int? = nil) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw FileError(path: path, doing: "read", code: errno)
        }
        defer { try? file.close() }
        var total = 0
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            total += piece.count
            if let most, total > most {
                throw FileError(path: path, doing: "read", reason: "it is larger than \(most >> 20) MiB")
            }
            let bytes = [UInt8](piece)
            try write(bytes.span)
        }
    }
}
