import Synchronization
import Threading
import TrackingLog

/// The work of one reading: hands out chunks of the inputs one after the other, and counts what they held.
///
/// Inflating a stream is the one step that cannot be shared: the next free worker does it here, under a lock. Of a
/// source in blocks only their places are handed out here (``BlockRun``). Scanning and folding happen outside the lock.
final class ReadingQueue: Sendable {
    /// A chunk to work on.
    struct Work {
        var chunk: Chunk
        /// The block that is the chunk, and is still to be inflated; nil where the batch holds the chunk's text.
        var block: BlockRun.Block?
        var source: LogSource
        var shape: TextShape
        /// What the source is, where it is another vendor's.
        var foreign: ForeignSource?
        /// Its number among all chunks, from 0.
        var sequence: Int
    }

    private struct State: ~Copyable {
        let options: ReadingOptions
        var opener: SourceOpener
        /// What the open source is read by: one of these.
        var chunker: RecordChunker?
        var blocks: BlockRun?
        /// The open source's file; nil for standard input and copies.
        var file: String?
        var foreign: ForeignSource?
        /// How many chunks are settled.
        var settled = 0
        /// What the settled chunks of a source say about the next one, and the source.
        var earlier = (source: -1, rows: EarlierRows())
        var sequence = 0
        var sources: [LogSource] = []
        var failures: [ReadingFailure] = []
        var rows = 0
        /// Events at local times that clocks show twice: found to be of the second hour, and all others.
        var inSecondHour = 0
        var shownTwice = 0
        /// Events at local times that clocks never show.
        var neverShown = 0
        var isStopped = false

        enum Next {
            case work(Work)
            case end
            /// All chunks before this number must be settled first.
            case unsettled(Int)
        }

        /// Fills a batch with the next chunk of the open source, or of one that is opened.
        mutating func next(into batch: inout EventBatch) -> Next {
            while !isStopped {
                if let work = nextBlock(into: &batch) { return .work(work) }
                if blocks != nil {
                    // Where one of them is not what it should be, the rest of the source comes first.
                    guard settled == sequence else { return .unsettled(sequence) }
                    blocks = nil
                }
                if let chunker {
                    switch chunker.next(into: &batch, isSettled: settled == sequence) {
                    case .chunk(let chunk):
                        batch.source = sources.count - 1
                        batch.firstLine = chunk.firstLine
                        let work = Work(
                            chunk: chunk, source: sources[batch.source], shape: chunker.shape, foreign: foreign,
                            sequence: sequence)
                        sequence += 1
                        return .work(work)
                    case .unsettled: return .unsettled(sequence)
                    case .end: break
                    }
                    if let fault = chunker.fault, let source = sources.last {
                        failures.append(ReadingFailure(source.name, fault, in: file, source: sources.count - 1))
                    }
                    self.chunker = nil
                }
                guard let opened = opener.next() else { break }
                sources.append(opened.source)
                file = opened.file
                foreign = opened.foreign
                if let selection = opened.selection {
                    sources[sources.count - 1].indexedRows = selection.rows
                    if selection.blocks.isEmpty { continue }
                }
                blocks = BlockRun(opened, source: sources.count - 1)
                guard blocks == nil else { continue }
                chunker = RecordChunker(opened.bytes, shape: opened.shape, options: options)
            }
            return .end
        }

        /// The next block of the open source, whose text the worker will fill the batch with.
        private mutating func nextBlock(into batch: inout EventBatch) -> Work? {
            guard let block = blocks?.next(), let shape = blocks?.shape else { return nil }
            batch.clear()
            batch.source = sources.count - 1
            batch.firstLine = block.place.firstLine
            defer { sequence += 1 }
            let chunk = Chunk(
                count: block.place.text.count, isFirst: block.number == 0, firstLine: block.place.firstLine)
            return Work(
                chunk: chunk, block: block, source: sources[batch.source], shape: shape, sequence: sequence)
        }

        /// Takes the next block in the order of the source; or else reads the source on from there by its stream.
        ///
        /// - Returns: whether the block's rows are the source's.
        mutating func take(_ block: BlockRun.Block, of source: Int, _ scanned: ScannedChunk) -> Bool {
            // One before it may have been the last to be taken.
            guard blocks?.source == source else { return false }
            if blocks?.take(block, crc: scanned.crc, endsRow: scanned.endsRow) == true {
                sources[source].blocks += 1
                return true
            }
            // An index may be right, and blocks end within rows.
            sources[source].hasWrongIndex = scanned.crc == nil || scanned.endsRow
            chunker = blocks?.rest(options)
            blocks = nil
            return false
        }

        /// The sources whose index alone is wrong: where the data is, that is the failure.
        var indexWarnings: [String] {
            let failed = Set(failures.compactMap(\.source))
            let wrong = sources.indices.filter { sources[$0].hasWrongIndex && !failed.contains($0) }
            guard let first = wrong.first else { return [] }
            let others = wrong.count > 1 ? " and \((wrong.count - 1).counting("other"))" : ""
            return ["\(sources[first].name)\(others): the zip's index of blocks is wrong, and was not used"]
        }

        /// What the clocks of a zone leave open.
        func clockWarnings(_ zone: LocalZone?) -> [String] {
            guard let zone else { return [] }
            var warnings: [String] = []
            if inSecondHour > 0 {
                warnings.append(
                    "\(inSecondHour.counting("event")) at local times that came twice in \(zone.name), when clocks went back: "
                        + "taken for the second of the two, since earlier times follow later ones there")
            }
            if shownTwice > 0 {
                warnings.append(
                    "\(shownTwice.counting("event")) at local times that came twice in \(zone.name), when clocks went back: "
                        + "taken for the first of the two")
            }
            if neverShown > 0 {
                warnings.append(
                    "\(neverShown.counting("event")) at local times that \(zone.name) never had, when clocks went forward: "
                        + "read by the clock before")
            }
            return warnings
        }
    }

    private let options: ReadingOptions
    private let state: Mutex<State>
    private let progress: (@Sendable (ReadingProgress) -> Void)?
    private let bytesRead: Counter
    private let bytesTotal: Int
    private let files: InputFiles
    /// The order in which chunks are settled.
    private let turns = OrderedHandoff()

    /// Bytes read so far, counted by the sources.
    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }

    init(_ files: InputFiles, options: ReadingOptions, progress: (@Sendable (ReadingProgress) -> Void)?) {
        let counter = Counter()
        bytesRead = counter
        bytesTotal = files.bytes
        self.files = files
        self.options = options
        self.progress = progress
        let opener = SourceOpener(files.files, options) { count in
            counter.value.wrappingAdd(count, ordering: .relaxed)
        }
        state = Mutex(State(options: options, opener: opener, failures: files.failures))
    }

    /// Fills a batch with the next chunk; nil when there is none.
    func next(into batch: inout EventBatch) -> Work? {
        while true {
            let (next, rows) = state.withLock { ($0.next(into: &batch), $0.rows) }
            progress?(ReadingProgress(bytesRead: countedBytes, bytesTotal: bytesTotal, rows: rows))
            switch next {
            case .work(let work): return work
            case .end: return nil
            case .unsettled(let sequence): guard turns.wait(from: sequence) else { return nil }
            }
        }
    }

    /// The bytes read so far. What is read twice, as the beginning of a source in blocks, is not more than all.
    private var countedBytes: Int {
        let count = bytesRead.value.load(ordering: .relaxed)
        return bytesTotal > 0 ? min(count, bytesTotal) : count
    }

    /// Waits until all chunks before it are settled, and lets them decide on what a scanned chunk leaves open.
    ///
    /// A block that is not what the index of its zip says is emptied: its rows come in other chunks.
    ///
    /// - Parameters:
    ///   - work: the chunk.
    ///   - scanned: what its scan has found.
    ///   - batch: what the chunk holds.
    ///   - scanner: scans it again where a chunk before it has changed the layout.
    /// - Returns: false where the work was stopped.
    func settle(
        _ work: Work, _ scanned: ScannedChunk, _ batch: inout EventBatch, by scanner: inout ChunkScanner
    ) -> Bool {
        guard turns.wait(for: work.sequence) else { return false }
        defer { turns.pass() }
        let last = state.withLock { $0.earlier }
        var (rows, scanned) = (last.source == batch.source ? last.rows : EarlierRows(), scanned)
        let moved = rows.settle(&batch, of: work, &scanned, zone: options.zone, by: &scanner)
        if let block = work.block {
            guard state.withLock({ $0.take(block, of: batch.source, scanned) }) else {
                batch.clear()
                state.withLock { $0.settled += 1 }
                return true
            }
            bytesRead.value.wrappingAdd(block.place.compressed.count, ordering: .relaxed)
        }
        state.withLock { state in
            state.settled += 1
            state.earlier = (batch.source, rows)
            state.inSecondHour += moved
            if let layout = rows.layout, state.sources.count - 1 == batch.source {
                state.chunker?.shape = .rows(layout)
                state.blocks?.shape = .rows(layout)
            }
        }
        return true
    }

    /// Counts what a batch held.
    func finish(_ batch: EventBatch) {
        state.withLock { state in
            state.sources[batch.source].rows += batch.rows.count
            state.sources[batch.source].rejected += batch.rejects.count
            state.rows += batch.rows.count
            state.sources[batch.source].skipped.merge(batch.skipped, uniquingKeysWith: +)
            state.sources[batch.source].sampledSuccesses += batch.sampledSuccesses
            guard options.zone != nil else { return }
            for row in batch.rows where row.occurrence != .once {
                if row.occurrence == .twice { state.shownTwice += 1 } else { state.neverShown += 1 }
            }
        }
    }

    /// Hands out nothing more.
    func stop() {
        state.withLock { $0.isStopped = true }
        turns.stop()
    }

    /// The sources, their counts and what could not be read.
    func summary() -> ReadingSummary {
        state.withLock { state in
            var summary = ReadingSummary()
            summary.sources = state.sources
            summary.failures = state.failures + state.opener.failures
            summary.setAside = state.opener.setAside
            summary.leftOut = files.leftOut + state.opener.leftOut
            let paths =
                summary.sources.map(\.path) + summary.failures.map(\.path)
                + summary.setAside.map(\.name)
            summary.withoutLog =
                files.folders.filter { folder in !paths.contains { $0.isWithin(folder) } } + state.opener.withoutLog
            summary.warnings =
                files.warnings + state.opener.warnings + state.indexWarnings + state.clockWarnings(options.zone)
            return summary
        }
    }
}

extension String {
    /// Whether it is a folder's path, or the path of something in it.
    fileprivate func isWithin(_ folder: String) -> Bool {
        self == folder || hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }
}
