import TrackingLog

/// An entry of a zip, as the central directory describes it (APPNOTE.TXT 4.3.12).
package struct ZipMember: Sendable {
    /// The name's bytes.
    package var rawName: [UInt8]
    /// The length before compression, in bytes.
    package var size: Int
    package var compressedSize: Int
    package var crc: UInt32
    package var method: Int
    var flags: Int
    var version: Int
    var time: Int
    /// The byte at which the local header begins.
    var start: Int
    /// The range of the data; empty if the local header is unusable.
    package var data: Range<Int> = 0..<0
    /// The end of the data and of the descriptor after it; 0 if the local header is unusable.
    var end = 0
    /// The attributes by the system that made the zip: a Unix mode in the high half.
    var attributes: Int
    var commentLength: Int
    /// The names in Info-ZIP's Unicode Path fields of either header: some readers show one of those.
    var otherNames: [[UInt8]] = []
    /// The ids of the extra fields in the directory.
    var extraIDs: Set<Int> = []
    /// The content of our own extra field in the directory; nil where there is none, or more than one.
    private var indexField: [UInt8]?
    /// What blinds the zip's hash (``ZipContainer/blindingID``); nil where there is none, or more than one.
    package private(set) var blinding: [UInt8]?
    /// Whether a few bytes follow the extra fields: padding, which readers skip.
    var hasLooseExtra = false
    /// Whether it shares bytes with another entry. It is not inflated then: a small zip could hold any amount.
    var isOverlapping = false

    /// The name made visible: see ``ZipMember/visible(_:)``.
    package var name: String { Self.visible(rawName) }
    package var isFolder: Bool { rawName.last == .slash }
    package var isEncrypted: Bool { flags & 1 != 0 }
    /// Whether a descriptor with lengths and CRC follows the data.
    var hasDescriptor: Bool { flags & 8 != 0 }

    /// Reads a central header.
    ///
    /// - Parameters:
    ///   - bytes: the central directory.
    ///   - position: the beginning of the header; moved to its end.
    ///   - base: the byte that offsets count from.
    init(_ bytes: [UInt8], at position: inout Int, base: Int) throws(ZipFault) {
        guard position + 46 <= bytes.count, bytes.holds(.central, at: position) else {
            throw ZipFault(.directory, "the central directory has fewer entries than the end record says")
        }
        let start = position
        version = bytes.number(start + 6, 2)
        flags = bytes.number(start + 8, 2)
        method = bytes.number(start + 10, 2)
        time = bytes.number(start + 12, 4)
        crc = UInt32(bytes.number(start + 16, 4))
        compressedSize = bytes.number(start + 20, 4)
        size = bytes.number(start + 24, 4)
        let (nameLength, extraLength) = (bytes.number(start + 28, 2), bytes.number(start + 30, 2))
        commentLength = bytes.number(start + 32, 2)
        attributes = bytes.number(start + 38, 4)
        self.start = bytes.number(start + 42, 4)
        let nameStart = start + 46
        position = nameStart + nameLength + extraLength + commentLength
        guard position <= bytes.count else { throw ZipFault(.directory, "the central directory is cut off") }
        rawName = Array(bytes[nameStart..<nameStart + nameLength])
        let extra = Array(bytes[nameStart + nameLength..<nameStart + nameLength + extraLength])
        let fields = ExtraFields(extra)
        guard fields.rest < 4 else { throw ZipFault(.directory, entry: name, "an extra field is cut off") }
        hasLooseExtra = fields.rest > 0
        extraIDs = Set(fields.all.map(\.id))
        otherNames = fields.unicodeNames
        indexField = fields.only(BlockIndex.fieldID)
        blinding = fields.only(ZipContainer.blindingID)
        let large = fields.large(size == 0xFFFF_FFFF, compressedSize == 0xFFFF_FFFF, self.start == 0xFFFF_FFFF)
        size = large[0] ?? size
        compressedSize = large[1] ?? compressedSize
        self.start = large[2] ?? self.start
        // Numbers are added only once all are known to be small enough.
        guard [size, compressedSize, self.start].allSatisfy({ 0 <= $0 && $0 < 1 << 60 }) else {
            throw ZipFault(.directory, "the lengths declared for \(name) are out of range")
        }
        self.start += base
    }

    /// Where the entry's blocks begin, as the directory says it; nil where it says nothing, or what cannot be.
    package var blockIndex: BlockIndex? {
        guard method == 8, let indexField else { return nil }
        return BlockIndex(indexField, compressedSize: compressedSize, size: size)
    }

    /// The CRC of the index of the entry's blocks; 0 where there is none.
    package var blockFieldCRC: UInt32 { indexField?.withUnsafeBytes { CRC32.of($0) } ?? 0 }

    /// What is wrong with the index of the entry's blocks; nil where nothing is, or another version wrote it.
    var indexFault: ZipFault? {
        guard let indexField, BlockIndex.reads(indexField), blockIndex == nil else { return nil }
        return ZipFault(.extraField, entry: name, "the index of the entry's blocks does not fit the entry")
    }

    /// Why the entry cannot be inflated at all; nil if it can.
    package var refusal: ZipFault? {
        if end == 0 { return ZipFault(.truncatedData, entry: name, "the data is not in the file") }
        if isOverlapping { return .overlap(self) }
        if isEncrypted { return .encrypted(self) }
        if MemberReader.reads(self) { return nil }
        return ZipFault(.unknownMethod, entry: name, "the compression method \(method) is not supported")
    }
}
