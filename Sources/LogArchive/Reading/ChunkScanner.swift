import TrackingLog

/// One worker's scanners: turns chunks into events, whatever their records are.
struct ChunkScanner {
    private let options: ReadingOptions
    private var rows: RowScanner
    private let objects: ObjectScanner
    private var foreign: (source: ForeignSource, scanner: ForeignScanner)?

    init(_ options: ReadingOptions) {
        self.options = options
        rows = RowScanner(options: options, layout: .either)
        objects = ObjectScanner(zone: options.zone)
    }

    /// Adds a chunk's events and rejects to its batch.
    ///
    /// - Returns: for a tracking log's rows, the layout of the rows after it.
    mutating func scan(_ work: ReadingQueue.Work, into batch: inout EventBatch) -> RowLayout? {
        let chunk = work.chunk
        if chunk.isOverlong {
            let text = TextRange(start: 0, count: chunk.count)
            batch.rejects.append(Reject(line: 0, reason: RowFault.tooLong(options.longestRecord).reason, text: text))
        } else if let source = work.foreign {
            if foreign?.source != source { foreign = (source, ForeignScanner(source, options)) }
            foreign?.scanner.scan(&batch, count: chunk.count, isFirst: chunk.isFirst, work.shape)
        } else if case .rows(let layout) = work.shape {
            return chunk.scannedTo ?? scan(work, in: layout, into: &batch)
        } else {
            objects.scan(&batch, count: chunk.count, isFirst: chunk.isFirst, work.shape)
        }
        return nil
    }

    /// Replaces what a batch holds by its chunk's rows as they are in a layout.
    ///
    /// - Returns: the layout of the rows after it.
    mutating func scan(_ work: ReadingQueue.Work, in layout: RowLayout, into batch: inout EventBatch) -> RowLayout {
        if layout != rows.layout { rows = RowScanner(options: options, layout: layout) }
        batch.rows.removeAll(keepingCapacity: true)
        batch.rejects.removeAll(keepingCapacity: true)
        _ = rows.scan(&batch, count: work.chunk.count, isFirst: work.chunk.isFirst, isFinal: true)
        return rows.layout
    }
}
