import Synchronization
import Threading
import TrackingLog

/// The work of one reading: hands out chunks of the inputs one after the other, and counts what they held.
///
/// Inflating is the one step that cannot be shared: the next free worker does it here, under a lock. Scanning and
/// folding happen outside the lock.
final class ReadingQueue: Sendable {
    /// A chunk to work on.
    struct Work {
        var chunk: Chunk
        var source: LogSource
        var shape: TextShape
        /// What the source is, where it is another vendor's.
        var foreign: ForeignSource?
        /// Its number among all chunks, from 0.
        var sequence: Int
    }

    private struct State: ~Copyable {
        var opener: SourceOpener
        var chunker: RecordChunker?
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
        mutating func next(into batch: inout EventBatch, _ options: ReadingOptions) -> Next {
            while !isStopped {
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
                chunker = RecordChunker(opened.bytes, shape: opened.shape, options: options)
            }
            return .end
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
        state = Mutex(State(opener: opener, failures: files.failures))
    }

    /// Fills a batch with the next chunk; nil when there is none.
    func next(into batch: inout EventBatch) -> Work? {
        while true {
            let (next, rows) = state.withLock { ($0.next(into: &batch, options), $0.rows) }
            progress?(
                ReadingProgress(
                    bytesRead: bytesRead.value.load(ordering: .relaxed), bytesTotal: bytesTotal, rows: rows))
            switch next {
            case .work(let work): return work
            case .end: return nil
            case .unsettled(let sequence): guard turns.wait(from: sequence) else { return nil }
            }
        }
    }

    /// Waits until all chunks before it are settled, and lets them decide on what a scanned chunk leaves open.
    ///
    /// - Parameters:
    ///   - work: the chunk.
    ///   - layout: for a tracking log's rows, the layout of the rows after it.
    ///   - batch: what the chunk holds.
    ///   - scanner: scans it again where a chunk before it has changed the layout.
    /// - Returns: false where the work was stopped.
    func settle(
        _ work: Work, _ layout: RowLayout?, _ batch: inout EventBatch, by scanner: inout ChunkScanner
    ) -> Bool {
        guard turns.wait(for: work.sequence) else { return false }
        defer { turns.pass() }
        let last = state.withLock { $0.earlier }
        var rows = last.source == batch.source ? last.rows : EarlierRows()
        let moved = rows.settle(&batch, of: work, layout, zone: options.zone, by: &scanner)
        state.withLock { state in
            state.settled += 1
            state.earlier = (batch.source, rows)
            state.inSecondHour += moved
            if let layout = rows.layout, state.sources.count - 1 == batch.source {
                state.chunker?.shape = .rows(layout)
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
            summary.leftOut = files.leftOut + state.opener.leftOut
            let paths = summary.sources.map(\.path) + summary.failures.map(\.path)
            summary.withoutLog =
                files.folders.filter { folder in !paths.contains { $0.isWithin(folder) } } + state.opener.withoutLog
            summary.warnings = files.warnings + state.opener.warnings + state.clockWarnings(options.zone)
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
