import Durability
import LogArchive
import TrackingLog

/// Writes the sections of one tally file, which appears complete or not at all.
struct TallyFileWriter: ~Copyable {
    private var file: AtomicFile
    private let path: String
    private var sequence: UInt32 = 0

    /// - Parameter path: the file to create, for its owner only, or to replace with the permissions that it has.
    init(_ path: String) throws(FileError) {
        // It names people, as a store does.
        var file = try AtomicFile(replacing: path, mode: FileKind(at: path) == nil ? 0o600 : nil)
        let beginning = TallyFormat.beginning
        try file.write(beginning.span)
        self.path = path
        self.file = file
    }

    /// Writes the first section.
    mutating func write(_ head: TallyHead) throws(FileError) {
        guard let json = head.json else {
            throw FileError(path: path, doing: "write", reason: "its head cannot be written as JSON")
        }
        try write(.head, [json])
    }

    /// Writes a section of messages.
    mutating func write(_ columns: [[UInt8]]) throws(FileError) { try write(.messages, columns) }

    /// Writes the last section, and makes the file appear.
    consuming func finish() throws(FileError) {
        try write(.end, [])
        try file.commit()
    }

    private mutating func write(_ kind: TallyFormat.SectionKind, _ columns: [[UInt8]]) throws(FileError) {
        let section = SectionHeader.section(kind, sequence, columns)
        guard max(section.content.count, columns.map(\.count).max() ?? 0) <= TallyFormat.longestSection else {
            throw FileError(path: path, doing: "write", reason: "the texts of one message take over 512 MiB")
        }
        try file.write(section.header.span)
        try file.write(section.content.span)
        sequence += 1
    }
}

/// What stands before a section's content: 13 bytes.
struct SectionHeader {
    var kind: TallyFormat.SectionKind
    /// The section's number in the file, from 0.
    var sequence: UInt32
    /// The content's length in bytes.
    var length: UInt32
    /// The CRC-32 of the fields before and of the content.
    var crc: UInt32 = 0

    static let size = 13

    /// The fields before the CRC-32.
    var bytes: [UInt8] {
        var bytes = [kind.rawValue]
        bytes.append(bytesOf: sequence.littleEndian)
        bytes.append(bytesOf: length.littleEndian)
        return bytes
    }
}

extension SectionHeader {
    /// A section.
    ///
    /// It is its kind, its number, the length and the CRC-32 of what follows, then the lengths of all columns and their
    /// bytes, each deflated alone. The CRC-32 is of all of this but itself.
    static func section(
        _ kind: TallyFormat.SectionKind, _ sequence: UInt32, _ columns: [[UInt8]]
    ) -> (header: [UInt8], content: [UInt8]) {
        let packed = columns.map { $0.isEmpty ? [] : PackedBytes.pack($0) }
        var content: [UInt8] = []
        content.append(number: UInt64(columns.count))
        for (column, packed) in zip(columns, packed) {
            content.append(number: UInt64(column.count))
            content.append(number: UInt64(packed.count))
        }
        for packed in packed { content += packed }
        var header = SectionHeader(kind: kind, sequence: sequence, length: UInt32(truncatingIfNeeded: content.count))
            .bytes
        let crc = header.withUnsafeBytes { PackedBytes.crc(of: $0) }
        let whole = content.withUnsafeBytes { PackedBytes.crc(of: $0, following: crc) }
        header.append(bytesOf: whole.littleEndian)
        return (header, content)
    }

    /// - Returns: nil where the bytes begin no section.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.size, let kind = TallyFormat.SectionKind(rawValue: bytes[0]) else { return nil }
        self.kind = kind
        sequence = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 1, as: UInt32.self))
        length = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 5, as: UInt32.self))
        crc = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 9, as: UInt32.self))
    }
}
