public import LogArchive
import TrackingLog

/// A list of what was sent, held against logs which are read on several threads.
public struct LogReconciliation: Sendable {
    /// How logs are read. Their order does not matter.
    public var reading = ReadingOptions()
    /// Where person and name are found in payloads.
    public var options = Tally.Options()
    /// Ids that are of one person; nil if none are known.
    public var aliases: Aliases?
    /// How list and logs are compared.
    public var comparison = ReconciliationOptions()
    /// Called with the progress of reading the logs now and then, from any reading thread.
    public var progress: (@Sendable (ReadingProgress) -> Void)?

    /// The defaults.
    public init() {}

    /// Reads the list, then the logs to their end, then the list again for the texts of what is shown.
    ///
    /// - Returns: the reconciliation, and a summary of reading the logs. Inputs that could not be read are named there, and
    ///   missing from the reconciliation.
    /// - Throws: `ListError`.
    public func reconcile(
        _ file: SentListFile, with inputs: [LogInput]
    ) throws -> (reconciliation: Reconciliation, reading: ReadingSummary) {
        let list = SentList(aliases)
        let found = try file.forEachEntry { list.add($0) }
        let folding = LogFolding(reading, options, needing: .everything, progress: progress)
        var reader = LogReader(options: folding.reading)
        reader.progress = progress
        let start = comparison.startOfTexts(for: list)
        var tally = SentTally(list, start: start, options)
        var summary = try reader.fold(inputs, into: &tally) { [options] in
            SentTally(list, start: start, options)
        } step: { tally, batch in
            tally.fold(batch)
        } merge: { tally, other in
            tally.merge(other)
        }
        try tally.note(folding.add(to: &tally.tally, &summary).texts)
        if let aliases { tally.tally.unite(aliases) }
        tally.tally.close()
        var comparison = SentComparison(list, self.comparison)
        var result = Reconciliation(quality: Quality(rows: tally.tally.rows, tally.tally.rejects, summary))
        comparison.compare(with: tally, into: &result)
        result.unusable = found.unusable
        result.unreadTimes = found.unreadTimes
        try comparison.name(tally, file, in: &result)
        return (result, summary)
    }
}

extension SentList {
    fileprivate func add(_ entry: SentListFile.Entry) {
        switch entry {
        case .code(let code, let time): add(code: KeyedHash.of(code.span), time: time)
        case .target(let target, let time): add(target: KeyedHash.of(target.span), time: time)
        }
    }
}

extension ReconciliationOptions {
    /// The time before which no message is shown: what is shown of it is not kept.
    fileprivate func startOfTexts(for list: SentList) -> Timestamp {
        guard since == nil else { return since?.adding(seconds: Int64(-window)) ?? .earliest }
        var first = CompactTime.never
        for entry in list.coded.elements {
            // Its day is that of its message.
            if entry.time == .never { return .earliest }
            first = min(first, entry.time)
        }
        for entry in list.targeted.elements { first = min(first, entry.time) }
        guard let first = first.timestamp else { return .earliest }
        return start(ofDayAt: first).adding(seconds: Int64(-window))
    }

    /// The first second of a time's day.
    func start(ofDayAt time: Timestamp) -> Timestamp {
        guard let zone else { return time.day.start }
        return zone.utc(zone.local(time).day.start)
    }

    /// A time's day.
    func day(of time: Timestamp) -> Day { (zone.map { $0.local(time) } ?? time).day }
}
