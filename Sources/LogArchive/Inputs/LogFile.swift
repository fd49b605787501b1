import Durability
import Foundation
import TrackingLog

/// A file that may hold logs, recognized by its name or its first bytes.
enum LogFile {
    /// The extensions by which logs are found in folders and zips.
    static let extensions = [".csv", ".ndjson", ".jsonl"]

    /// Logs that have to be decompressed first: in a folder they are failures, never skipped.
    private static let compressions = [".gz", ".zst", ".bz2", ".xz"]

    /// Whether a file of that name in a folder is a log, a zip, or a log that has to be decompressed first.
    static func isNamedAsLog(_ name: String) -> Bool {
        let name = name.lowercased()
        if name.hasSuffix(".zip") { return true }
        let compression = compressions.first { name.hasSuffix($0) } ?? ""
        return extensions.contains { name.dropLast(compression.count).hasSuffix($0) }
    }

    /// What a file is, by its first bytes.
    enum Kind {
        case zip
        case csv
        case ndjson
        /// Another format that people keep logs in.
        case unreadable(ReadingFault)
    }

    /// The first bytes of compressed files, and the programs that decompress them.
    private static let magics: [(name: String, program: String, magic: [UInt8])] =
        [
            ("gzip", "gunzip", [0x1F, 0x8B]),
            ("zstd", "unzstd", [0x28, 0xB5, 0x2F, 0xFD]),
            ("xz", "unxz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
            // `BZh`, the block size, and the first block's own magic.
        ]
        + (1...9).map {
            ("bzip2", "bunzip2", Array("BZh".utf8) + [.digit($0), 0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
        }

    static func kind(of head: some Collection<UInt8>) -> Kind {
        if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) { return .zip }
        for (name, program, magic) in magics where head.starts(with: magic) {
            return .unreadable(
                ReadingFault(reason: "compressed with \(name)", remedy: "run \(program) on it first")
            )
        }
        if head.starts(with: "SQLite format 3\0".utf8) {
            return .unreadable(
                ReadingFault(
                    reason: "a SQLite database, not a log",
                    remedy: "if it is a store, `pushtrail export --store` writes a log of it"))
        }
        let blank: Set<UInt8> = [.space, .tab, .lineFeed, .carriageReturn, 0xEF, 0xBB, 0xBF]
        return head.first { !blank.contains($0) } == .openBrace ? .ndjson : .csv
    }

    /// Copies a stream to a temporary file: a zip's directory is at its end.
    static func spool(_ source: any ByteSource) throws(ReadingFault) -> OpenFile {
        let file = try spooling { () throws(FileError) in try UnnamedFile() }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { break }
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
