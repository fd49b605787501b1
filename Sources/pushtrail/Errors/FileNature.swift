import Durability
import TrackingLog

/// What a file seems to be by its first bytes, for errors about files of another kind than expected.
enum FileNature {
    /// What the first bytes of other files say.
    private static let beginnings: [(bytes: [UInt8], nature: String)] = [
        ([0x50, 0x4B, 3, 4], "a zip"), ([0x50, 0x4B, 5, 6], "an empty zip"), ([0x1F, 0x8B], "compressed with gzip"),
        (Array("SQLite format 3".utf8), "a SQLite database"),
        (Array("PRIVATE+KEY+".utf8), "a private key"), (Array("//timestamp;".utf8), "a tracking log"),
        (Array("{".utf8), "JSON"),
    ]

    /// A noun for the file; nil if it is not known, or seems to be what was expected.
    ///
    /// - Parameter expected: what the file should be: damaged, it has the same first bytes.
    static func of(_ path: String, besides expected: String) -> String? {
        if FileKind(at: path) == .folder { return "a folder" }
        guard let file = try? OpenFile(path, links: .followed) else { return nil }
        if file.size == 0 { return "empty" }
        var head = [UInt8](repeating: 0, count: min(16, file.size))
        guard (try? head.withUnsafeMutableBytes { try file.read(into: $0) }) == head.count else { return nil }
        return beginnings.first { head.starts(with: $0.bytes) && $0.nature != expected }?.nature
    }
}
