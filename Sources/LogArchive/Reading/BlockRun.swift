/// The blocks of one source, in the order in which they are handed out and proven.
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
        stream = opened.bytes
    }

    /// The next block to work on; nil after the last.
    mutating func next() -> Block? {
        guard handedOut < entry.places.count else { return nil }
        defer { handedOut += 1 }
        return Block(entry: entry, number: handedOut)
    }

    /// Takes the next block in the order of the source, or not.
    ///
    /// - Parameters:
    ///   - block: the block that follows those that are proven.
    ///   - crc: the CRC of its text; nil where the index is wrong about it.
    ///   - endsRow: whether a row certainly ends with it.
    /// - Returns: whether its rows are the source's: it follows proven ones, and the last one has the entry's CRC.
    mutating func take(_ block: Block, crc: UInt32?, endsRow: Bool) -> Bool {
        guard let crc, endsRow, block.number == proven else { return false }
        let joined = entry.joined(self.crc, crc, of: block.number)
        guard !block.isLast || entry.declares(joined) else { return false }
        self.crc = joined
        proven += 1
        return true
    }

    /// Reads the rest of the source in the ordinary way: from its beginning, without what is proven.
    func rest(_ options: ReadingOptions) -> RecordChunker {
        let place = entry.places[proven]
        guard proven > 0 else { return RecordChunker(stream, shape: shape, options: options) }
        let source = SkippingSource(stream, skipping: place.text.lowerBound)
        return RecordChunker(source, shape: shape, options: options, fromLine: place.firstLine)
    }
}
