public import LogArchive

extension LogAnalysis {
    /// What was written to a tally file.
    public struct WrittenTally: Sendable {
        /// The events that it sums up.
        public var rows: Int
        /// The messages in it.
        public var messages: Int
        /// How much could be read.
        public var quality: Quality
        /// A summary of the reading. Inputs that could not be read are named there, and in the tally.
        public var reading: ReadingSummary
    }

    /// Reads logs and tallies to their end, and writes one tally of them, whole or in several files.
    ///
    /// - Parameters:
    ///   - inputs: the logs and tallies. Only the order of their names is kept.
    ///   - paths: the files to create or replace, 1 or more: each message is in one of them.
    ///   - mayWrite: asked once all is read, with what would be written; nothing is written where it throws.
    public func tally(
        _ inputs: [LogInput], to paths: [String], mayWrite: (WrittenTally) throws -> Void = { _ in }
    ) throws -> WrittenTally {
        var tally = Tally(options, needing: .everything)
        let folding = LogFolding(reading, options, needing: .everything, progress: progress)
        let found = try folding.fold(inputs, into: &tally)
        var head = TallyHead(options, zones: found.zones)
        head.reading = found.summary
        head.reading.setAside = []
        let messages = (0..<ShortKey.shardCount).reduce(0) { $0 + tally.shards[$1].pointee.messages.count }
        let written = WrittenTally(
            rows: tally.rows, messages: messages, quality: Quality(rows: tally.rows, tally.rejects, found.summary),
            reading: found.summary)
        try mayWrite(written)
        try tally.write(head, to: paths)
        return written
    }
}
