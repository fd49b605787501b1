/// What the blocks of a zip's entry are known again by.
package struct BlockSums: Hashable, Sendable {
    /// The CRC of the zip's index of them; 0 where there is none.
    package var fieldCRC: UInt32
    /// The CRC of each block's text.
    package var crcs: [UInt32]

    /// - Parameters:
    ///   - fieldCRC: the CRC of the index.
    ///   - crcs: the CRC of each block's text.
    package init(fieldCRC: UInt32, crcs: [UInt32]) {
        self.fieldCRC = fieldCRC
        self.crcs = crcs
    }

    /// The sums of blocks that were written in pieces.
    ///
    /// - Parameters:
    ///   - index: the blocks. Each holds one piece or several.
    ///   - pieces: the CRC and the length in bytes of each piece.
    init(_ index: BlockIndex, of pieces: [(crc: UInt32, size: Int)]) {
        fieldCRC = index.field.withUnsafeBytes { CRC32.of($0) }
        var rest = pieces[...]
        crcs = index.blocks.map { block in
            var (crc, size): (UInt32, Int) = (0, 0)
            while size < block.size, let piece = rest.popFirst() {
                crc = CRC32.joined(crc, piece.crc, length: piece.size)
                size += piece.size
            }
            return crc
        }
    }
}
