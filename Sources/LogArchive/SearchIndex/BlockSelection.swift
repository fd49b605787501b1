import Durability

/// The blocks of a zip's entry that may hold what is searched for.
struct BlockSelection {
    /// The blocks' places in the zip's index of them, in order, and the CRCs of their texts.
    let blocks: [(number: Int, crc: UInt32)]
    /// The number of rows of all blocks.
    let rows: Int
    /// The length of the other blocks in the zip, in bytes.
    let bytesLeftOut: Int

    /// Whether rows of an open source can be read without the others: those of a tracking log.
    static func isPossible(_ opened: SourceOpener.Opened) -> Bool {
        guard opened.foreign == nil, case .rows = opened.shape else { return false }
        return true
    }

    /// Selects the blocks by the search index beside a zip; nil where all are to be read.
    ///
    /// Of an entry that is not in blocks, or in one alone, all or nothing is read.
    ///
    /// - Parameters:
    ///   - terms: what is searched for: rows with any of them.
    ///   - member: the zip's entry.
    ///   - opened: the entry, open.
    ///   - zip: the zip.
    ///   - path: the zip's path.
    init?(
        of terms: Set<SearchTerm>, in member: ZipMember, _ opened: SourceOpener.Opened, of zip: borrowing OpenFile,
        at path: String
    ) throws(SearchIndexFault) {
        let index = try SearchIndex(besideZip: path)
        guard index.isOf(member, zipBytes: zip.size) else { throw .otherZip }
        rows = index.rows
        guard let places = opened.blocks?.places else {
            guard try !index.mayHold(anyOf: terms) else { return nil }
            blocks = []
            bytesLeftOut = member.compressedSize
            return
        }
        blocks = try index.blocks(of: terms, in: places)
        bytesLeftOut = member.compressedSize - blocks.reduce(0) { $0 + places[$1.number].compressed.count }
    }
}
