import Durability
import TrackingLog

/// What the name of a file in a folder or a zip says about it.
enum LogFile: Equatable {
    /// A log, or a zip: where it cannot be read, that is a failure.
    case log
    /// Any other file: read if it holds a log, else left out and named.
    case other
    /// A second copy of another file: its events would count twice.
    case copy
    /// What comes with folders and archives and never is a log, or a file that is still being written.
    case companion

    /// The extensions of logs.
    private static let logs = [".csv", ".ndjson", ".jsonl", ".zip"]
    /// What comes after them where a log is compressed.
    private static let compressions = [".gz", ".zst", ".bz2", ".xz", ".lz4"]
    private static let copies = [".bak", ".orig", "~"]
    private static let companions = [
        "thumbs.db", "desktop.ini", "lost+found", "sha256sums", "md5sums", "readme", "license",
    ]
    private static let companionExtensions = [
        ".md", ".sha256", ".sha512", ".md5", ".sig", ".asc", ".reason", ".tmp", ".part", ".partial", ".crdownload",
        ".filepart", ".swp",
    ]

    /// - Parameter path: a file's path in its folder or zip.
    init(named path: String) {
        let parts = path.lowercased().split(separator: "/")
        let name = parts.last ?? ""
        let compression = Self.compressions.first { name.hasSuffix($0) } ?? ""
        if parts.contains("__macosx") || name.hasPrefix(".") || name.hasPrefix("readme.")
            || Self.companions.contains(String(name)) || Self.isUnfinished(name)
            || Self.companionExtensions.contains(where: { name.hasSuffix($0) })
        {
            self = .companion
        } else if Self.copies.contains(where: { name.hasSuffix($0) }) {
            self = .copy
        } else {
            let stem = name.dropLast(compression.count)
            self = Self.logs.contains { stem.hasSuffix($0) } ? .log : .other
        }
    }

    /// Whether a name ends as that of a file that appears only when it is complete: see ``AtomicFile``.
    private static func isUnfinished(_ name: Substring) -> Bool {
        name.count > 10 && name.dropLast(6).hasSuffix(".tmp")
    }

    /// Copies a stream to a temporary file: a zip's directory is at its end.
    ///
    /// - Parameters:
    ///   - source: gives the bytes.
    ///   - maximumBytes: how many there may be.
    static func spool(_ source: any ByteSource, maximumBytes: Int = .max) throws(ReadingFault) -> OpenFile {
        let file = try spooling { () throws(FileError) in try UnnamedFile() }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var length = 0
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { break }
            length += count
            guard length <= maximumBytes else {
                throw ReadingFault(
                    reason: "more than \(maximumBytes >> 30) GiB in an archive within another",
                    remedy: "unpack it first")
            }
            try spooling { () throws(FileError) in
                try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]).bytes)
            }
        }
        return try spooling { () throws(FileError) in try file.reopened() }
    }

    private static func spooling<Result: ~Copyable>(
        _ body: () throws(FileError) -> Result
    ) throws(ReadingFault) -> Result {
        do throws(FileError) { return try body() } catch { throw ReadingFault(spooling: error) }
    }
}
