import Threading
public import TrackingLog

/// Reads tracking logs, in one pass and bounded memory, from plain files, zips, folders and standard input.
public struct LogReader: Sendable {
    /// How to read.
    public var options: ReadingOptions
    /// Told now and then, from whichever thread is reading.
    public var progress: (@Sendable (ReadingProgress) -> Void)?

    /// Told of each source as it is opened, with its number, before any of its batches.
    public var onSource: (@Sendable (Int, LogSource) -> Void)?

    /// A reader that reads in one way.
    public init(options: ReadingOptions = ReadingOptions()) {
        self.options = options
    }

    /// Reads every input and hands its batches on.
    ///
    /// - Parameters:
    ///   - inputs: the logs, in the order in which they are named.
    ///   - body: is given the number of the worker that calls (0 to `workers` − 1) and a batch it may change.
    ///     With ``ReadingOrder/any`` several workers call at once. With ``ReadingOrder/asRecorded`` calls come one at a
    ///     time. Its first error ends the reading and is thrown on.
    public func read(
        _ inputs: [LogInput], _ body: @escaping @Sendable (_ worker: Int, _ batch: inout EventBatch) throws -> Void
    ) throws -> ReadingSummary {
        let queue = ReadingQueue(InputFiles(inputs), options: options, progress: progress, onSource: onSource)
        let turns = options.order == .asRecorded ? Turns() : nil
        try Workers.run(options.workers, turns: turns, stop: queue.stop) { worker in
            try work(through: queue, as: worker, turns: turns, body)
        }
        return queue.summary()
    }

    /// One worker's share: takes a stretch, scans it, hands it on, until there is none left.
    private func work(
        through queue: ReadingQueue, as worker: Int, turns: Turns?,
        _ body: (_ worker: Int, _ batch: inout EventBatch) throws -> Void
    ) throws {
        let rowScanner = RowScanner(options: options)
        let objectScanner = ObjectScanner(zone: options.zone)
        var batch = EventBatch()
        while let work = queue.next(into: &batch) {
            let stretch = work.stretch
            if stretch.isOverlong {
                let text = TextRange(start: 0, count: stretch.count)
                let fault = RowFault.tooLong(options.longestRecord)
                batch.rejects.append(Reject(line: 0, reason: fault.reason, text: text))
            } else if work.format == .ndjson {
                objectScanner.scan(&batch, count: stretch.count, isFirst: stretch.isFirst)
            } else if !stretch.isScanned {
                _ = rowScanner.scan(&batch, count: stretch.count, isFirst: stretch.isFirst, isFinal: true)
            }
            if let turns {
                guard turns.wait(for: work.sequence) else { return }
                try body(worker, &batch)
                turns.pass()
            } else {
                try body(worker, &batch)
            }
            queue.finish(batch)
        }
    }
}
