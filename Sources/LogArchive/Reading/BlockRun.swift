/// The blocks of one source, in the order in which they are handed out and proven: all, or those of a selection.
struct BlockRun {
    /// A block to work on.
    struct Block {
        let entry: BlockedEntry
        let number: Int

        var isLast: Bool { entry.isLast(number) }
        /// Where it is.
        var place: BlockIndex.Place { entry.places[number] }
    }

    /// The source, by its number in the reading.
    let source: Int
    /// How the records of the next block follow each other.
    var shape: TextShape
    private let entry: BlockedEntry
    /// The numbers of the blocks that are read.
    private let numbers: [Int]
    /// The CRCs that those blocks must have; nil where all are read, and have the entry's together.
    private let crcs: [UInt32]?
    /// The whole source, for where a block is not what the index says.
    private let stream: SniffedSource
    private var handedOut = 0
    private var proven = 0
    /// The CRC of what is proven.
    private var crc: UInt32 = 0

    /// The blocks of a source; nil where it has none that can be read alone.
    init?(_ opened: SourceOpener.Opened, source: Int) {
        guard let blocks = opened.blocks, opened.foreign == nil, case .rows = opened.shape else { return nil }
        self.source = source
        shape = opened.shape
        entry = blocks
        numbers = opened.selection?.blocks.map(\.number) ?? Array(blocks.places.indices)
        crcs = opened.selection?.blocks.map(\.crc)
        stream = opened.bytes
    }

    /// The next block to work on; nil after the last.
    mutating func next() -> Block? {
        guard handedOut < numbers.count else { return nil }
        defer { handedOut += 1 }
        return Block(entry: entry, number: numbers[handedOut])
    }

    /// Takes the next block in the order of the source, or not.
    ///
    /// - Parameters:
    ///   - block: the block that follows those that are proven.
    ///   - crc: the CRC of its text; nil where the index is wrong about it.
    ///   - endsRow: whether a row certainly ends with it.
    /// - Returns: whether its rows are the source's: it follows proven ones, and the last one has the entry's CRC; or it
    ///   has the CRC that the selection knows it by.
    mutating func take(_ block: Block, crc: UInt32?, endsRow: Bool) -> Bool {
        guard let crc, endsRow, proven < numbers.count, block.number == numbers[proven] else { return false }
        if let crcs {
            guard crc == crcs[proven] else { return false }
            proven += 1
            return true
        }
        let joined = entry.joined(self.crc, crc, of: block.number)
        guard !block.isLast || entry.declares(joined) else { return false }
        self.crc = joined
        proven += 1
        return true
    }

    /// Reads the rest of the source in the ordinary way: from its beginning, without what comes before the first block that
    /// is not proven.
    func rest(_ options: ReadingOptions) -> RecordChunker {
        let number = numbers[proven]
        let place = entry.places[number]
        guard number > 0 else { return RecordChunker(stream, shape: shape, options: options) }
        let source = SkippingSource(stream, skipping: place.text.lowerBound)
        return RecordChunker(source, shape: shape, options: options, fromLine: place.firstLine)
    }
}
