import TrackingLog

/// Where the blocks of a deflated entry begin and end, as a zip says it in the entry's central header.
///
/// A block refers to nothing before it and ends at a byte's border, so that it can be inflated alone. The index is a
/// hint: nothing that it says is believed before it is found true (``BlockInflater``).
package struct BlockIndex: Hashable, Sendable {
    /// One block, or several after each other.
    package struct Block: Hashable, Sendable {
        /// Its length in the zip, in bytes.
        package var compressedSize: Int
        /// Its length once inflated, in bytes.
        package var size: Int
        /// The number of line feeds in it.
        package var lineEnds: Int

        /// A block of some lengths.
        package init(compressedSize: Int, size: Int, lineEnds: Int) {
            self.compressedSize = compressedSize
            self.size = size
            self.lineEnds = lineEnds
        }
    }

    /// Where a block is.
    package struct Place: Hashable, Sendable {
        /// The range in the entry's compressed data, in bytes.
        package var compressed: Range<Int>
        /// The range in the entry's text, in bytes.
        package var text: Range<Int>
        /// The number of its first line, from 1.
        package var firstLine: Int
    }

    /// The blocks, in the order of the entry.
    package private(set) var blocks: [Block] = []
    /// How many of the appended blocks make one of the index.
    private var span = 1
    /// How many of the appended blocks the last one holds.
    private var lastSpan = 0

    /// The maximum number of blocks.
    ///
    /// The extra fields of an entry hold 65,535 bytes together, and a block takes 15 at most up to 34 GB. A longer entry
    /// has larger blocks in its index: two neighbors are again a block.
    package static let maximumCount = 4096

    /// An index of nothing.
    package init() {}

    /// Adds the next block. Where there are too many, neighbors become one.
    package mutating func append(_ block: Block) {
        guard lastSpan == span || blocks.isEmpty else {
            blocks[blocks.count - 1].add(block)
            lastSpan += 1
            return
        }
        if blocks.count == Self.maximumCount { halve() }
        blocks.append(block)
        lastSpan = 1
    }

    /// Makes two neighbors one, each. All are complete.
    private mutating func halve() {
        blocks = stride(from: 0, to: blocks.count, by: 2).map { first in
            var block = blocks[first]
            block.add(blocks[first + 1])
            return block
        }
        span *= 2
    }

    /// The places of the blocks, in their order.
    package var places: [Place] {
        var next = Place(compressed: 0..<0, text: 0..<0, firstLine: 1)
        return blocks.map { block in
            let start = next
            next.compressed = start.compressed.upperBound..<start.compressed.upperBound + block.compressedSize
            next.text = start.text.upperBound..<start.text.upperBound + block.size
            defer { next.firstLine += block.lineEnds }
            return next
        }
    }
}

extension BlockIndex.Block {
    fileprivate mutating func add(_ other: Self) {
        compressedSize += other.compressedSize
        size += other.size
        lineEnds += other.lineEnds
    }
}

// MARK: - The extra field

extension BlockIndex {
    /// The id of the extra field: `pt` in ASCII.
    ///
    /// APPNOTE.TXT (4.5.2) leaves ids from 32 on to everyone. This one is not among those that it lists (4.6.1), nor in
    /// Info-ZIP's `extrafld.txt`, and readers skip what they do not know.
    static let fieldID = 0x7470
    /// The first byte: the version of what follows.
    private static let version: UInt8 = 1

    /// The content of the extra field: the version, then three numbers for each block.
    ///
    /// A number has 7 bits a byte, the lowest first; all bytes but its last have the highest bit set (LEB128).
    var field: [UInt8] {
        var bytes = [Self.version]
        for block in blocks {
            for number in [block.compressedSize, block.size, block.lineEnds] {
                var rest = number
                while rest > 0x7F {
                    bytes.append(UInt8(rest & 0x7F) | 0x80)
                    rest >>= 7
                }
                bytes.append(UInt8(rest))
            }
        }
        return bytes
    }

    /// Whether a field has the version that is read here.
    static func reads(_ field: [UInt8]) -> Bool { field.first == version }

    /// Reads the content of an extra field.
    ///
    /// nil where it has another version, is cut off, or its lengths are not those of the entry.
    ///
    /// - Parameters:
    ///   - field: the content.
    ///   - compressedSize: the entry's length in the zip, in bytes.
    ///   - size: the entry's length once inflated, in bytes.
    init?(_ field: [UInt8], compressedSize: Int, size: Int) {
        guard Self.reads(field) else { return nil }
        var rest = field.dropFirst()
        var (compressedLeft, left) = (compressedSize, size)
        while !rest.isEmpty {
            guard let compressed = rest.popNumber(), let inflated = rest.popNumber(), let lineEnds = rest.popNumber(),
                compressed <= compressedLeft, inflated <= left, lineEnds <= inflated
            else { return nil }
            compressedLeft -= compressed
            left -= inflated
            blocks.append(Block(compressedSize: compressed, size: inflated, lineEnds: lineEnds))
        }
        guard !blocks.isEmpty, compressedLeft == 0, left == 0 else { return nil }
    }
}

extension ArraySlice<UInt8> {
    /// Takes a number from the beginning; nil where it is cut off or has more than 62 bits.
    fileprivate mutating func popNumber() -> Int? {
        var number = 0
        for shift in stride(from: 0, to: 63, by: 7) {
            guard let byte = popFirst() else { return nil }
            number |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return number }
        }
        return nil
    }
}
