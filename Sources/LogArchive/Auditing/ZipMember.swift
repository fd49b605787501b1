import TrackingLog

/// One entry of a zip as the central directory describes it (APPNOTE.TXT 4.3.12).
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
    /// Where its local header is in the file.
    var start: Int
    /// Where its data are; empty where the local header is unusable.
    package var data: Range<Int> = 0..<0
    /// The end of its data and of the descriptor after them.
    var end = 0
    /// The attributes as the system that made it has them: a Unix mode in the high half.
    var attributes: Int
    var commentLength: Int
    /// The names in Info-ZIP's Unicode Path fields of either header, which some readers show.
    var otherNames: [[UInt8]] = []
    /// The ids of its extra fields in the directory.
    var extraIDs: Set<Int> = []
    /// Whether a few bytes follow its extra fields, too few for another one: padding, which readers skip.
    var hasLooseExtra = false
    /// Whether it shares bytes with another entry: it is not inflated, or a small zip could hold any amount.
    var isOverlapping = false

    /// The name as it can be shown: see ``ZipMember/visible(_:)``.
    package var name: String { Self.visible(rawName) }
    package var isFolder: Bool { rawName.last == .slash }
    package var isEncrypted: Bool { flags & 1 != 0 }
    /// Whether lengths and CRC follow the data.
    var hasDescriptor: Bool { flags & 8 != 0 }

    /// Reads a central header.
    ///
    /// - Parameters:
    ///   - bytes: the central directory.
    ///   - position: where the header begins; moved to its end.
    ///   - base: where offsets count from.
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
        let large = fields.large(size == 0xFFFF_FFFF, compressedSize == 0xFFFF_FFFF, self.start == 0xFFFF_FFFF)
        size = large[0] ?? size
        compressedSize = large[1] ?? compressedSize
        self.start = large[2] ?? self.start
        // Checked before any two are added: a sum must not overflow.
        guard [size, compressedSize, self.start].allSatisfy({ 0 <= $0 && $0 < 1 << 60 }) else {
            throw ZipFault(.directory, "the lengths of \(name) are out of range")
        }
        self.start += base
    }
}
