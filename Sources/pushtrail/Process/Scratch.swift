import Durability
import Foundation

/// A temporary folder.
enum Scratch {
    /// Creates a folder under `TMPDIR`, and removes it with its contents at the end.
    static func with<Result>(_ body: (_ folder: String) throws -> Result) throws -> Result {
        let temporary = Environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(temporary)/pushtrail.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError(path: temporary, doing: "write in", code: errno) }
        let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        Temporaries.add(folder)
        defer { Temporaries.settle(folder) { try? FileManager.default.removeItem(atPath: folder) } }
        return try body(folder)
    }
}
