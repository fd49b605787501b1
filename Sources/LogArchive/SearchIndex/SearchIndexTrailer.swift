/// The last bytes of a search index: what it is of, and what it holds.
struct SearchIndexTrailer: Hashable {
    /// The zip's length in bytes.
    var zipBytes = 0
    /// The zip's SHA-256.
    var zipHash: [UInt8] = []
    /// The length of the log in the zip, in bytes.
    var logBytes = 0
    /// The CRC of the log, as the zip's directory has it.
    var logCRC: UInt32 = 0
    /// The CRC of the log's name in the zip.
    var nameCRC: UInt32 = 0
    /// The CRC of the zip's index of blocks.
    var blocksCRC: UInt32 = 0
    /// The number of rows.
    var rows = 0
    /// The number of blocks.
    var blocks = 0
    /// The CRC of the table of the blocks' CRCs.
    var blockTableCRC: UInt32 = 0
    /// The number of segments.
    var segments = 0
    /// The CRC of the table of segments.
    var segmentTableCRC: UInt32 = 0
    /// Whether some rows may be read in several ways: see ``SearchTerm/always``.
    var holdsDoubtfulRows = false

    /// The length in bytes.
    static let bytes = 116

    /// The trailer as written; the last four bytes are the CRC of those before.
    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(number: SearchIndexFormat.version, 4)
        bytes.append(number: SearchIndexFormat.sectionBytes, 4)
        bytes.append(number: zipBytes, 8)
        bytes.append(number: logBytes, 8)
        bytes.append(number: rows, 8)
        bytes.append(number: Int(logCRC), 4)
        bytes.append(number: Int(nameCRC), 4)
        bytes.append(number: Int(blocksCRC), 4)
        bytes.append(number: blocks, 4)
        bytes.append(number: Int(blockTableCRC), 4)
        bytes.append(number: segments, 4)
        bytes.append(number: Int(segmentTableCRC), 4)
        bytes.append(number: holdsDoubtfulRows ? 1 : 0, 4)
        bytes += zipHash
        bytes += SearchIndexFormat.magic
        bytes.append(number: Int(bytes.withUnsafeBytes { CRC32.of($0) }), 4)
        return bytes
    }

    init() {}

    /// Reads a trailer.
    ///
    /// - Parameter bytes: as many as a trailer has, the file's last.
    init(_ bytes: [UInt8]) throws(SearchIndexFault) {
        guard bytes.count == Self.bytes, bytes[(Self.bytes - 20)...].starts(with: SearchIndexFormat.magic),
            bytes.dropLast(4).withUnsafeBytes({ CRC32.of($0) }) == UInt32(bytes.number(Self.bytes - 4, 4))
        else { throw .damaged }
        guard bytes.number(0, 4) == SearchIndexFormat.version, bytes.number(4, 4) == SearchIndexFormat.sectionBytes
        else {
            throw .otherVersion
        }
        zipBytes = bytes.number(8, 8)
        logBytes = bytes.number(16, 8)
        rows = bytes.number(24, 8)
        logCRC = UInt32(bytes.number(32, 4))
        nameCRC = UInt32(bytes.number(36, 4))
        blocksCRC = UInt32(bytes.number(40, 4))
        blocks = bytes.number(44, 4)
        blockTableCRC = UInt32(bytes.number(48, 4))
        segments = bytes.number(52, 4)
        segmentTableCRC = UInt32(bytes.number(56, 4))
        holdsDoubtfulRows = bytes.number(60, 4) != 0
        zipHash = Array(bytes[64..<96])
        guard segments <= SearchIndexFormat.maximumSegments, rows >= 0, logBytes >= 0 else { throw .damaged }
    }
}
