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
    ///   - next: the layout of the rows after it, as it was scanned; nil for other records.
    ///   - zone: the zone of local times; nil where there are none.
    ///   - scanner: scans the chunk again.
    /// - Returns: how many rows were found to be of the second of two equal hours.
    mutating func settle(
        _ batch: inout EventBatch, of work: ReadingQueue.Work, _ next: RowLayout?, zone: LocalZone?,
        by scanner: inout ChunkScanner
    ) -> Int {
        if case .rows(let assumed) = work.shape, let next {
            let known = layout ?? assumed
            layout = known == assumed ? next : scanner.scan(work, in: known, into: &batch)
        }
        return zone.map { hours.settle(&batch.rows, in: $0) } ?? 0
    }
}
