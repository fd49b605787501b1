import Durability
import Foundation

extension Output {
    /// Appends a file's bytes.
    mutating func copy(_ path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw FileError(path: path, doing: "read", code: errno)
        }
        defer { try? file.close() }
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            let bytes = [UInt8](piece)
            try write(bytes.span)
        }
    }
}
