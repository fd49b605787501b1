public import LogArchive
import TrackingLog

/// Logs, read and folded on several threads, as one report.
public struct LogAnalysis: Sendable {
    /// How logs are read. Their order does not matter and is not kept.
    public var reading = ReadingOptions()
    /// Where person and name are found in payloads.
    public var options = Tally.Options()
    /// Ids that are of one person; nil if none are known.
    public var aliases: Aliases?
    /// A folder that keeps a tally of each log for later runs; nil for none. Trouble with it is a warning.
    public var cache: String?
    /// The bytes that the tables of messages may take in a report; what is more waits on disk. nil means any. With
    /// conversions it must be nil.
    public var memory: Int?
    /// Called with the bytes on disk where ``memory`` was not enough.
    public var spilling: (@Sendable (Int) -> Void)?
    /// The clock that says how long a log was left alone, in seconds since 1970.
    package var cacheClock: @Sendable () -> Int = { LogIdentity.now }
    /// Whether a report's logs are judged, too. They are not where ``memory`` is bounded.
    public var isJudging = false
    /// What the report shows.
    public var reporting = ReportOptions()
    /// Called with the progress of reading now and then, from any reading thread.
    public var progress: (@Sendable (ReadingProgress) -> Void)?

    /// The defaults: two threads, UTC, the person in its usual place.
    public init() {}

    /// Reads logs to their end and reports on them.
    ///
    /// - Returns: the report, and a summary of the reading. Inputs that could not be read are named there, and missing from
    ///   the report.
    public func report(on inputs: [LogInput]) throws -> (report: Report, reading: ReadingSummary) {
        let (report, _, reading) = try judgedReport(on: inputs)
        return (report, reading)
    }

    /// Reads logs to their end, reports on them, and prepares to judge them if ``isJudging``.
    ///
    /// - Returns: the report, the messages that it is of to be judged, and a summary of the reading.
    public func judgedReport(
        on inputs: [LogInput]
    ) throws -> (report: Report, health: HealthLog?, reading: ReadingSummary) {
        // Of two messages that were delivered in one second, the tracking code decides.
        let need = reporting.conversions == nil ? TextNotes.Need.nothing : .lines
        let spilled = memory.map { SpilledTables(room: $0 / max(1, reading.workers)) }
        var tally = Tally(options, needing: need, spillingTo: spilled)
        let summary = try fold(inputs, into: &tally, needing: need)
        if let spilled = try tally.spillRest() {
            spilling?(spilled.bytes)
            if let aliases { tally.unite(aliases) }
            return (try tally.report(reporting, of: summary, from: spilled), nil, summary)
        }
        let credits = try reporting.conversions.map { try tally.credit($0) }
        tally.close()
        let report = tally.report(reporting, of: summary, crediting: credits)
        guard isJudging else { return (report, nil, summary) }
        var request = HealthRequest()
        request.filter = reporting.filter
        request.periodStart = request.filter.since
        request.filter.since = nil
        return (report, HealthLog(tally, request, summary), summary)
    }

    /// Reads logs to their end, and prepares their delivery log.
    ///
    /// - Returns: the log, and a summary of the reading. Inputs that could not be read are named there, and missing from
    ///   the log.
    public func deliveries(
        on inputs: [LogInput], _ request: DeliveryRequest
    ) throws -> (log: DeliveryLog, reading: ReadingSummary) {
        var tally = Tally(options, needing: .lines)
        let summary = try fold(inputs, into: &tally, needing: .lines)
        return (try DeliveryLog(tally, request, summary), summary)
    }

    /// Reads logs to their end, and finds who is in a segment.
    ///
    /// - Returns: the segment, and a summary of the reading. Inputs that could not be read are named there, and missing from
    ///   the segment.
    public func segment(
        _ request: SegmentRequest, of inputs: [LogInput]
    ) throws -> (list: SegmentList, reading: ReadingSummary) {
        var tally = Tally(options, needing: .lines)
        let summary = try fold(inputs, into: &tally, needing: .lines)
        return (try SegmentList(tally, request, summary), summary)
    }

    /// Reads logs to their end, so that it can be judged how well their pushes do.
    ///
    /// - Parameters:
    ///   - inputs: the logs to judge.
    ///   - baseline: logs to compare them with; none where they are compared with their own beginning.
    ///   - request: what is judged.
    /// - Returns: what the logs show, and a summary of the reading. Inputs that could not be read are named there.
    /// - Throws: ``BaselineError`` where the baseline is not of an earlier time.
    public func health(
        of inputs: [LogInput], against baseline: [LogInput] = [], _ request: HealthRequest
    ) throws -> (log: HealthLog, reading: ReadingSummary) {
        var request = request
        var tally = Tally(options)
        var summary = try fold(inputs, into: &tally, needing: .nothing)
        if !baseline.isEmpty {
            let judged = HealthSpan(tally.shards).made
            if request.periodStart == nil { request.periodStart = judged?.lowerBound }
            var before = Tally(options)
            let found = try fold(baseline, into: &before, needing: .nothing)
            if let judged, let compared = HealthSpan(before.shards).made, compared.upperBound >= judged.lowerBound {
                throw BaselineError(baseline: compared, judged: judged)
            }
            before.rejects.renumber { [count = summary.sources.count] in $0 + count }
            summary.add(found)
            before.merge(tally)
            tally = before
        }
        tally.close()
        return (HealthLog(tally, request, summary), summary)
    }

    /// Prepares the delivery log of events that come from elsewhere.
    ///
    /// - Parameters:
    ///   - request: the lines to write.
    ///   - fold: folds all of them.
    public func deliveries(
        _ request: DeliveryRequest, of fold: (_ tally: inout Tally) throws -> Void
    ) throws -> DeliveryLog {
        try DeliveryLog(try folded(needing: .lines, fold), request, ReadingSummary())
    }

    /// Finds who is in a segment, by events that come from elsewhere.
    ///
    /// - Parameters:
    ///   - request: the segment.
    ///   - fold: folds all of them.
    public func segment(
        _ request: SegmentRequest, of fold: (_ tally: inout Tally) throws -> Void
    ) throws -> SegmentList {
        try SegmentList(try folded(needing: .lines, fold), request, ReadingSummary())
    }

    /// Finds the deliveries that are asked for, by events that come from elsewhere.
    ///
    /// - Parameters:
    ///   - request: the deliveries.
    ///   - fold: folds all of them.
    public func matches(
        _ request: DeliveryRequest, of fold: (_ tally: inout Tally) throws -> Void
    ) throws -> DeliveryMatches {
        DeliveryMatches(try folded(needing: .nothing, fold), request)
    }

    private func folded(needing need: TextNotes.Need, _ fold: (inout Tally) throws -> Void) throws -> Tally {
        var tally = Tally(options, needing: need)
        try fold(&tally)
        if let aliases { tally.unite(aliases) }
        return tally
    }

    private func fold(
        _ inputs: [LogInput], into tally: inout Tally, needing need: TextNotes.Need
    ) throws -> ReadingSummary {
        var folding = LogFolding(reading, options, needing: need, cache: cache, progress: progress, clock: cacheClock)
        folding.spilled = tally.spilled
        let summary = try folding.fold(inputs, into: &tally).summary
        if let aliases { tally.unite(aliases) }
        return summary
    }
}
