import Synchronization
import Threading
public import TrackingLog

/// Reads tracking logs from plain files, zips, folders and standard input.
///
/// It reads in one pass and bounded memory.
public struct LogReader: Sendable {
    /// How to read.
    public var options: ReadingOptions
    /// Called now and then, from whichever thread is reading.
    public var progress: (@Sendable (ReadingProgress) -> Void)?

    /// A reader that reads in one way.
    public init(options: ReadingOptions = ReadingOptions()) {
        self.options = options
    }

    /// Reads every input into a sink, batch by batch, in order.
    ///
    /// - Parameters:
    ///   - inputs: the logs, in the order in which they are named.
    ///   - sink: receives the batches, from one thread at a time.
    ///   - take: adds a batch, which it may change, to the sink. Its first error ends the reading and is thrown on.
    public func read<Sink: ~Copyable>(
        _ inputs: [LogInput], into sink: inout Sink,
        _ take: @Sendable (_ sink: inout Sink, _ batch: inout EventBatch, _ source: LogSource) throws -> Void
    ) throws -> ReadingSummary {
        let queue = queue(of: inputs)
        let turns = OrderedHandoff()
        try withUnsafeMutablePointer(to: &sink) { sink in
            // Only the worker whose turn it is touches it.
            nonisolated(unsafe) let sink = sink
            try Workers.run(options.workers, turns: turns, stop: queue.stop) { _ in
                try forEachBatch(of: queue) { work, batch in
                    guard turns.wait(for: work.sequence) else { return false }
                    try take(&sink.pointee, &batch, work.source)
                    turns.pass()
                    return true
                }
            }
        }
        return queue.summary()
    }

    /// Reads every input into a sink, in any order.
    ///
    /// Each worker fills a sink of its own, which is merged when the worker ends.
    ///
    /// - Parameters:
    ///   - inputs: the logs.
    ///   - sink: receives everything in the end. It is one of the workers' own until then.
    ///   - empty: makes another worker's sink.
    ///   - step: adds a batch, which it may change, to a sink. Its first error ends the reading and is thrown on.
    ///   - merge: adds all that one sink holds to another.
    public func fold<Sink: ~Copyable & Sendable>(
        _ inputs: [LogInput], into sink: inout Sink, empty: @Sendable () -> Sink,
        step: @Sendable (_ sink: inout Sink, _ batch: inout EventBatch) throws -> Void,
        merge: @Sendable (_ sink: inout Sink, _ other: consuming Sink) -> Void
    ) throws -> ReadingSummary {
        let queue = queue(of: inputs)
        let others = Mutex<Sink?>(nil)
        try withUnsafeMutablePointer(to: &sink) { sink in
            // Only worker 0 touches it.
            nonisolated(unsafe) let sink = sink
            try Workers.run(options.workers, turns: nil, stop: queue.stop) { worker in
                guard worker > 0 else {
                    return try forEachBatch(of: queue) { _, batch in
                        try step(&sink.pointee, &batch)
                        return true
                    }
                }
                var own = empty()
                try forEachBatch(of: queue) { _, batch in
                    try step(&own, &batch)
                    return true
                }
                var ended: Sink? = consume own
                others.withLock { others in
                    if var merged = others.take(), let own = ended.take() {
                        merge(&merged, own)
                        others = Optional(merged)
                    } else {
                        others = ended.take()
                    }
                }
            }
        }
        if let rest = others.withLock({ $0.take() }) { merge(&sink, rest) }
        return queue.summary()
    }

    private func queue(of inputs: [LogInput]) -> ReadingQueue {
        ReadingQueue(InputFiles(inputs), options: options, progress: progress)
    }

    /// One worker's share: takes a chunk, scans it, hands it on, until there is none left or `body` returns false.
    private func forEachBatch(
        of queue: ReadingQueue, _ body: (ReadingQueue.Work, inout EventBatch) throws -> Bool
    ) throws {
        var scanner = ChunkScanner(options)
        var batch = EventBatch()
        while let work = queue.next(into: &batch) {
            let scanned = scanner.scan(work, into: &batch)
            guard queue.settle(work, scanned, &batch, by: &scanner) else { return }
            guard try body(work, &batch) else { return }
            queue.finish(batch)
        }
    }
}
