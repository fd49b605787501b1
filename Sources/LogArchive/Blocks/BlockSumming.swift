/// Computes the sums of an entry's blocks from its text, piece by piece.
///
/// The blocks' lengths are those that the zip's index of them says, be they right or not: a block whose text is another one
/// than that of its place in the log has another CRC.
package struct BlockSumming {
    private let fieldCRC: UInt32
    private var crcs: [UInt32] = []
    /// The lengths of the blocks that are not complete, in bytes.
    private var sizes: ArraySlice<Int>
    private var (crc, count): (UInt32, Int) = (0, 0)

    /// - Parameter member: the entry.
    package init(_ member: ZipMember) {
        fieldCRC = member.blockFieldCRC
        sizes = (member.blockIndex?.blocks.map(\.size) ?? [])[...]
    }

    /// Appends the next bytes of the text, cut anywhere.
    package mutating func append(_ piece: UnsafeRawBufferPointer) {
        var rest = piece
        while let size = sizes.first, count == size || !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(size - count))
            crc = CRC32.of(part, following: crc)
            count += part.count
            rest = UnsafeRawBufferPointer(rebasing: rest[part.count...])
            guard count == size else { return }
            crcs.append(crc)
            sizes.removeFirst()
            (crc, count) = (0, 0)
        }
    }

    /// The sums of the blocks that are complete.
    package var sums: BlockSums { BlockSums(fieldCRC: fieldCRC, crcs: crcs) }
}
