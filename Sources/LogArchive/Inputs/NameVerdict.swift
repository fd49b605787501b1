/// What the name of a file in a folder or a zip says about it.
enum NameVerdict: Equatable {
    /// A log, or a zip: where it cannot be read, that is a failure.
    case log
    /// Any other file: read if it holds a log, else left out and named.
    case other
    /// A second copy of another file: its events would count twice.
    case copy
    /// What comes with folders and archives and never is a log, or a file that is still being written.
    case companion

    /// The extensions of logs, and of what stands for logs.
    private static let logs = [".csv", ".ndjson", ".jsonl", ".zip", ".tally"]
    /// What comes after them where a log is compressed.
    private static let compressions = [".gz", ".zst", ".bz2", ".xz", ".lz4"]
    private static let copies = [".bak", ".orig", "~"]
    private static let companions = [
        "thumbs.db", "desktop.ini", "lost+found", "sha256sums", "md5sums", "readme", "license",
    ]
    private static let companionExtensions = [
        ".md", ".sha256", ".sha512", ".md5", ".sig", ".asc", ".reason", ".tmp", ".part", ".partial", ".crdownload",
        ".filepart", ".swp",
        // What our archives have beside their zips.
        ".manifest.json", ".index", ".salts", ".erased", ".erasing",
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
}
