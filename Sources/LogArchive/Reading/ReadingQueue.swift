import Synchronization
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
        var shape = TextShape.objectLines
        var foreign: ForeignSource?
        var sequence = 0
        var sources: [LogSource] = []
        var failures: [ReadingFailure] = []
        var rows = 0
        /// Events at local times that clocks show twice, and never.
        var shownTwice = 0
        var neverShown = 0
        var isStopped = false

        /// What the clocks of a zone leave open.
        func clockWarnings(_ zone: LocalZone?) -> [String] {
            guard let zone else { return [] }
            var warnings: [String] = []
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
        let (work, rows) = state.withLock { state -> (Work?, Int) in
            while !state.isStopped {
                if let chunker = state.chunker {
                    if let chunk = chunker.next(into: &batch) {
                        batch.source = state.sources.count - 1
                        batch.firstLine = chunk.firstLine
                        let work = Work(
                            chunk: chunk, source: state.sources[batch.source], shape: state.shape,
                            foreign: state.foreign, sequence: state.sequence)
                        state.sequence += 1
                        return (work, state.rows)
                    }
                    if let fault = chunker.fault, let source = state.sources.last {
                        state.failures.append(
                            ReadingFailure(source.name, fault, in: state.file, source: state.sources.count - 1))
                    }
                    state.chunker = nil
                }
                guard let opened = state.opener.next() else { break }
                state.sources.append(opened.source)
                state.file = opened.file
                (state.shape, state.foreign) = (opened.shape, opened.foreign)
                state.chunker = RecordChunker(opened.bytes, shape: opened.shape, options: options)
            }
            return (nil, state.rows)
        }
        progress?(
            ReadingProgress(bytesRead: bytesRead.value.load(ordering: .relaxed), bytesTotal: bytesTotal, rows: rows))
        return work
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
            summary.warnings = files.warnings + state.clockWarnings(options.zone)
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
