import TrackingLog

/// What a source holds, by its first bytes; names decide nothing here.
enum ContentKind {
    case zip
    case gzip
    case utf16(isBigEndian: Bool)
    /// Text whose lines end in CR alone, as Excel's "CSV (Macintosh)" has them.
    case carriageReturns
    case text
    /// What is never read as a log.
    case unreadable(ReadingFault)

    /// - Parameter head: the first bytes, at least 300 where there are as many.
    init(_ head: [UInt8]) {
        if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) {
            self = .zip
        } else if head.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if let format = Self.unreadable.first(where: { $0.begins(head) }) {
            self = .unreadable(ReadingFault(reason: format.name, remedy: format.remedy))
        } else if head.starts(with: [0xFF, 0xFE]) {
            self = .utf16(isBigEndian: false)
        } else if head.starts(with: [0xFE, 0xFF]) {
            self = .utf16(isBigEndian: true)
        } else if Self.isUnmarkedUTF16(head) {
            self = .unreadable(
                ReadingFault(
                    reason: "UTF-16 without a byte order mark",
                    remedy: "convert it with iconv -f UTF-16LE -t UTF-8 (or -f UTF-16BE)"))
        } else if head.contains(.carriageReturn), !head.contains(.lineFeed) {
            self = .carriageReturns
        } else {
            self = .text
        }
    }

    /// Whether every other byte is 0 at the beginning, as in UTF-16 of ASCII text.
    private static func isUnmarkedUTF16(_ head: [UInt8]) -> Bool {
        let start = head.prefix(32)
        guard start.count >= 8 else { return false }
        return [0, 1].contains { parity in
            start.indices.allSatisfy { ($0 % 2 == parity) == (start[$0] == 0) }
        }
    }

    // MARK: - Formats that are not read

    private struct Format {
        var name: String
        var remedy: String
        var magic: [UInt8]
        var offset = 0

        func begins(_ head: [UInt8]) -> Bool { head.dropFirst(offset).starts(with: magic) }
    }

    private static let unreadable: [Format] =
        [
            compressed("zstd", "unzstd", [0x28, 0xB5, 0x2F, 0xFD]),
            compressed("xz", "unxz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
            compressed("lz4", "unlz4", [0x04, 0x22, 0x4D, 0x18]),
            archive("a 7z archive", "7z x", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
            archive("a RAR archive", "unrar x", Array("Rar!\u{1A}\u{7}".utf8)),
            archive("a tar archive", "tar -xf", Array("ustar".utf8), at: 257),
            Format(
                name: "a SQLite database, not a log",
                remedy: "if it is a store, `pushtrail export --store` writes a log of it",
                magic: Array("SQLite format 3\0".utf8)),
            Format(
                name: "a tally, not a log",
                remedy:
                    "it sums events up: name the logs that it was made of, or use it with report, deliveries, segment, "
                    + "reconcile or tally, and neither in a zip nor compressed",
                magic: SetAsideInput.tallyMark),
            table("a Parquet file", Array("PAR1".utf8)),
            table("an Avro file", Array("Obj\u{1}".utf8)),
            Format(
                name: "an Excel workbook of the old format, not a log", remedy: "save it as CSV",
                magic: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
            Format(name: "a PDF, not a log", remedy: "name the log that it was made of", magic: Array("%PDF-".utf8)),
        ]
        // `BZh`, the block size, and the first block's own magic.
        + (1...9).map {
            compressed("bzip2", "bunzip2", Array("BZh".utf8) + [.digit($0), 0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
        }

    private static func compressed(_ name: String, _ program: String, _ magic: [UInt8]) -> Format {
        Format(name: "compressed with \(name)", remedy: "run \(program) on it first", magic: magic)
    }

    private static func archive(_ name: String, _ program: String, _ magic: [UInt8], at offset: Int = 0) -> Format {
        Format(name: name, remedy: "unpack it first: \(program)", magic: magic, offset: offset)
    }

    private static func table(_ name: String, _ magic: [UInt8]) -> Format {
        Format(name: "\(name), not a log", remedy: "write it as CSV or as JSON lines first", magic: magic)
    }
}
