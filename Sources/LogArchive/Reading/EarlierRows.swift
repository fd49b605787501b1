import TrackingLog

/// What the rows of a source before a chunk say about those in it: how they are laid out, and at which of two equal local
/// hours they were written.
///
/// Chunks are scanned at the same time, each as if nothing had changed before it. Here they are put right, in their order.
struct EarlierRows {
    /// The layout of the rows after the last chunk; nil before the first, and for other records.
    private(set) var layout: RowLayout?
    private var hours = RepeatedHours()

    /// Puts the rows of the next chunk right.
    ///
    /// - Parameters:
    ///   - batch: what the chunk holds.
    ///   - work: the chunk.
    ///   - scanned: what its scan has found; put right too.
    ///   - zone: the zone of local times; nil where there are none.
    ///   - scanner: scans the chunk again.
    /// - Returns: how many rows were found to be of the second of two equal hours.
    mutating func settle(
        _ batch: inout EventBatch, of work: ReadingQueue.Work, _ scanned: inout ScannedChunk, zone: LocalZone?,
        by scanner: inout ChunkScanner
    ) -> Int {
        if case .rows(let assumed) = work.shape, scanned.layout != nil {
            let known = layout ?? assumed
            if known != assumed { scanner.scan(work, in: known, into: &batch, &scanned) }
            layout = scanned.layout
        }
        return zone.map { hours.settle(&batch.rows, in: $0) } ?? 0
    }
}
