import TrackingLog

/// What the scan of a chunk has found, beside its rows.
struct ScannedChunk {
    /// For a tracking log's rows, the layout of the rows after it.
    var layout: RowLayout?
    /// Whether a row certainly ends with it. A chunk is cut so; a block's end comes from an index.
    var endsRow = true
    /// The CRC of a block's text; nil where the index is wrong about the block.
    var crc: UInt32?
}

/// One worker's scanners: turns chunks into events, whatever their records are.
struct ChunkScanner {
    private let options: ReadingOptions
    private var rows: RowScanner
    private let objects: ObjectScanner
    private var foreign: (source: ForeignSource, scanner: ForeignScanner)?
    private var inflater: BlockInflater?

    init(_ options: ReadingOptions) {
        self.options = options
        rows = RowScanner(options: options, layout: .either)
        objects = ObjectScanner(zone: options.zone)
    }

    /// Adds a chunk's events and rejects to its batch. A block's text is inflated into the batch before.
    mutating func scan(_ work: ReadingQueue.Work, into batch: inout EventBatch) -> ScannedChunk {
        let chunk = work.chunk
        var scanned = ScannedChunk()
        if let block = work.block {
            scanned.crc = inflate(block, into: &batch)
            guard scanned.crc != nil else { return scanned }
        }
        if chunk.isOverlong {
            let text = TextRange(start: 0, count: chunk.count)
            batch.rejects.append(Reject(line: 0, reason: RowFault.tooLong(options.longestRecord).reason, text: text))
        } else if let source = work.foreign {
            if foreign?.source != source { foreign = (source, ForeignScanner(source, options)) }
            foreign?.scanner.scan(&batch, count: chunk.count, isFirst: chunk.isFirst, work.shape)
        } else if case .rows(let layout) = work.shape {
            if let next = chunk.scannedTo {
                scanned.layout = next
            } else {
                scan(work, in: layout, into: &batch, &scanned)
            }
        } else {
            objects.scan(&batch, count: chunk.count, isFirst: chunk.isFirst, work.shape)
        }
        return scanned
    }

    private mutating func inflate(_ block: BlockRun.Block, into batch: inout EventBatch) -> UInt32? {
        let inflater = self.inflater ?? BlockInflater()
        self.inflater = inflater
        let size = block.place.text.count
        batch.recordsEnd = size
        // As long for all blocks of a source: the text is moved and cleared once.
        batch.text.setCount(block.entry.longest)
        return batch.text.withUnsafeMutableBytes { text in
            block.entry.inflate(
                block.number, into: UnsafeMutableRawBufferPointer(rebasing: text[..<size]), by: inflater)
        }
    }

    /// Replaces what a batch holds by its chunk's rows as they are in a layout.
    mutating func scan(
        _ work: ReadingQueue.Work, in layout: RowLayout, into batch: inout EventBatch, _ scanned: inout ScannedChunk
    ) {
        let chunk = work.chunk
        guard let block = work.block, !block.isLast else {
            scan(chunk, in: layout, into: &batch, isFinal: true)
            scanned.layout = rows.layout
            return
        }
        // Whoever wrote the index may have put a block's end within a row.
        let isEvident = batch.endsRowEvidently(at: chunk.count, in: layout)
        if isEvident {
            scan(chunk, in: layout, into: &batch, isFinal: true)
            scanned.endsRow = batch.isIndependent(of: chunk)
        }
        // What is evident in one layout need not be so under a header in the block.
        if !isEvident || rows.layout != layout {
            let used = scan(chunk, in: layout, into: &batch, isFinal: false)
            scanned.endsRow = used == chunk.count && batch.isIndependent(of: chunk)
        }
        scanned.layout = rows.layout
    }

    @discardableResult
    private mutating func scan(
        _ chunk: Chunk, in layout: RowLayout, into batch: inout EventBatch, isFinal: Bool
    ) -> Int {
        if layout != rows.layout { rows = RowScanner(options: options, layout: layout) }
        batch.rows.removeAll(keepingCapacity: true)
        batch.rejects.removeAll(keepingCapacity: true)
        return rows.scan(&batch, count: chunk.count, isFirst: chunk.isFirst, isFinal: isFinal)
    }
}

extension EventBatch {
    /// Whether the text has a row end at an offset that is evident from the lines before it.
    fileprivate func endsRowEvidently(at end: Int, in layout: RowLayout) -> Bool {
        guard end > 0, text[end - 1] == .lineFeed else { return false }
        return text.span.extracting(0..<end).certainRowEnd(last: end - 1, in: layout) == end
    }

    /// Whether what was read in a chunk's lines cannot depend on the lines after it.
    fileprivate func isIndependent(of chunk: Chunk) -> Bool {
        guard chunk.count > 0, text[chunk.count - 1] == .lineFeed else { return false }
        // The lines before the first record of a file are read together.
        if chunk.isFirst, rows.isEmpty, rejects.isEmpty { return false }
        return !text.span.extracting(0..<chunk.count).endsInPreamble(last: chunk.count - 1)
    }
}
