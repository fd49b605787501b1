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
    /// Where its local header stands in the file.
    var start: Int
    /// Where its data stand; empty where the local header is of no use.
    package var data: Range<Int> = 0..<0
    /// The end of its data, and of the descriptor after them.
    var end = 0
    /// As the system that made it has it: a Unix mode in the high half.
    var attributes: Int
    var commentLength: Int
    /// The names that Info-ZIP's Unicode Path fields give it, in either header: some readers show one of those.
    var otherNames: [[UInt8]] = []
    /// Whether its bytes are another entry's too: nothing of it is inflated, or a small zip could hold any amount.
    var isOverlapping = false

    /// The name, repaired where it is not UTF-8.
    package var name: String { String(decoding: rawName, as: UTF8.self) }
    var isEncrypted: Bool { flags & 1 != 0 }
    /// Whether lengths and CRC stand behind the data.
    var hasDescriptor: Bool { flags & 8 != 0 }

    /// Reads a central header.
    ///
    /// - Parameters:
    ///   - bytes: the central directory.
    ///   - position: where the header begins; moved behind it.
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
        otherNames = try Self.unicodeNames(in: extra)
        let large = try Self.large(
            in: extra, size == 0xFFFF_FFFF, compressedSize == 0xFFFF_FFFF, self.start == 0xFFFF_FFFF)
        size = large[0] ?? size
        compressedSize = large[1] ?? compressedSize
        self.start = large[2] ?? self.start
        // No number is added to another before it is known to be one that a file can have.
        guard [size, compressedSize, self.start].allSatisfy({ 0 <= $0 && $0 < 1 << 60 }) else {
            throw ZipFault(.directory, "the lengths of \(name) are out of range")
        }
        self.start += base
    }

    /// The numbers of the Zip64 field that stand for those that did not fit (APPNOTE.TXT 4.5.3).
    static func large(in extra: [UInt8], _ wants: Bool...) throws(ZipFault) -> [Int?] {
        var values = [Int?](repeating: nil, count: wants.count)
        for (id, range) in try fields(of: extra) where id == 1 {
            var place = range.lowerBound
            for index in wants.indices where wants[index] && place + 8 <= range.upperBound {
                values[index] = extra.number(place, 8)
                place += 8
            }
        }
        return values
    }

    /// The names in Info-ZIP's Unicode Path fields (APPNOTE.TXT 4.6.9): after a version and the CRC of the name that each
    /// is to stand for. They count whatever those are: not every reader looks at them.
    static func unicodeNames(in extra: [UInt8]) throws(ZipFault) -> [[UInt8]] {
        try fields(of: extra).filter { $0.id == 0x7075 }.map { Array(extra[$0.range].dropFirst(5)) }
    }

    /// The fields, by their ids (APPNOTE.TXT 4.5.1), and where what they hold stands.
    private static func fields(of extra: [UInt8]) throws(ZipFault) -> [(id: Int, range: Range<Int>)] {
        var fields: [(id: Int, range: Range<Int>)] = []
        var position = 0
        while position < extra.count {
            guard position + 4 <= extra.count, position + 4 + extra.number(position + 2, 2) <= extra.count else {
                throw ZipFault(.directory, "an extra field is cut off")
            }
            let end = position + 4 + extra.number(position + 2, 2)
            fields.append((extra.number(position, 2), position + 4..<end))
            position = end
        }
        return fields
    }
}
