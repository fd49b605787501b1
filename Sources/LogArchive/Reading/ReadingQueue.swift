import Synchronization
import TrackingLog

/// The work of one reading: hands out stretches of the inputs one after the other, and takes back what came of them.
///
/// Inflating is the one step that cannot be shared, so it happens here, under a lock, by whichever worker is free;
/// scanning and folding happen outside it.
final class ReadingQueue: Sendable {
    /// A stretch to work on, and the format to read it by.
    struct Work {
        var stretch: Stretch
        var format: LogFormat
        /// Its place among all stretches, from 0.
        var sequence: Int
    }

    private struct State: ~Copyable {
        var opener: SourceOpener
        var reader: StretchReader?
        var format = LogFormat.auto
        var sequence = 0
        var sources: [LogSource] = []
        var failures: [ReadingFailure] = []
        var rows = 0
        var isStopped = false
    }

    private let options: ReadingOptions
    private let state: Mutex<State>
    private let progress: (@Sendable (ReadingProgress) -> Void)?
    private let onSource: (@Sendable (Int, LogSource) -> Void)?
    private let bytesRead: Counter
    private let bytesTotal: Int
    private let files: InputFiles

    /// Bytes read so far, counted by the sources.
    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }

    init(
        _ files: InputFiles, options: ReadingOptions, progress: (@Sendable (ReadingProgress) -> Void)?,
        onSource: (@Sendable (Int, LogSource) -> Void)?
    ) {
        let counter = Counter()
        bytesRead = counter
        bytesTotal = files.bytes
        self.files = files
        self.options = options
        self.progress = progress
        self.onSource = onSource
        let opener = SourceOpener(files.files, options) { count in
            counter.value.wrappingAdd(count, ordering: .relaxed)
        }
        state = Mutex(State(opener: opener, failures: files.failures))
    }

    /// Fills a batch with the next stretch; nil when there is none.
    func next(into batch: inout EventBatch) -> Work? {
        let (work, rows) = state.withLock { state -> (Work?, Int) in
            while !state.isStopped {
                if let reader = state.reader {
                    if let stretch = reader.next(into: &batch) {
                        batch.source = state.sources.count - 1
                        batch.firstLine = stretch.firstLine
                        state.sequence += 1
                        return (
                            Work(stretch: stretch, format: state.format, sequence: state.sequence - 1), state.rows
                        )
                    }
                    if let fault = reader.fault, let source = state.sources.last {
                        state.failures.append(
                            ReadingFailure(source.name, fault, source: state.sources.count - 1))
                    }
                    state.reader = nil
                }
                guard let opened = state.opener.next() else { break }
                state.sources.append(opened.source)
                onSource?(state.sources.count - 1, opened.source)
                state.format = opened.format
                state.reader = StretchReader(opened.bytes, format: opened.format, options: options)
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
        }
    }

    /// Hands out nothing more.
    func stop() {
        state.withLock { $0.isStopped = true }
    }

    /// What came of it all.
    func summary() -> ReadingSummary {
        state.withLock { state in
            var summary = ReadingSummary()
            summary.sources = state.sources
            summary.failures = state.failures + state.opener.failures
            summary.withoutLog = files.withoutLog + state.opener.withoutLog
            summary.warnings = files.warnings
            return summary
        }
    }
}
