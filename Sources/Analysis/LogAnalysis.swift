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
        // Of two messages that were delivered in one second, the tracking code decides.
        let keepsTexts = reporting.conversions != nil
        var tally = Tally(options, keepsTexts: keepsTexts)
        let summary = try fold(inputs, into: &tally) { [options] in Tally(options, keepsTexts: keepsTexts) }
        let credits = try reporting.conversions.map { try tally.credit($0) }
        tally.close()
        return (tally.report(reporting, of: summary, crediting: credits), summary)
    }

    /// Reads logs to their end, and prepares their delivery log.
    ///
    /// - Returns: the log, and a summary of the reading. Inputs that could not be read are named there, and missing from
    ///   the log.
    public func deliveries(
        on inputs: [LogInput], _ request: DeliveryRequest
    ) throws -> (log: DeliveryLog, reading: ReadingSummary) {
        var tally = Tally(options, keepsTexts: true)
        let summary = try fold(inputs, into: &tally) { [options] in Tally(options, keepsTexts: true) }
        return (try DeliveryLog(tally, request, summary), summary)
    }

    /// Reads logs to their end, and finds who is in a segment.
    ///
    /// - Returns: the segment, and a summary of the reading. Inputs that could not be read are named there, and missing from
    ///   the segment.
    public func segment(
        _ request: SegmentRequest, of inputs: [LogInput]
    ) throws -> (list: SegmentList, reading: ReadingSummary) {
        var tally = Tally(options, keepsTexts: true)
        let summary = try fold(inputs, into: &tally) { [options] in Tally(options, keepsTexts: true) }
        return (try SegmentList(tally, request, summary), summary)
    }

    /// Prepares the delivery log of events that come from elsewhere.
    ///
    /// - Parameters:
    ///   - request: the lines to write.
    ///   - fold: folds all of them.
    public func deliveries(
        _ request: DeliveryRequest, of fold: (_ tally: inout Tally) throws -> Void
    ) throws -> DeliveryLog {
        try DeliveryLog(try folded(keepsTexts: true, fold), request, ReadingSummary())
    }

    /// Finds who is in a segment, by events that come from elsewhere.
    ///
    /// - Parameters:
    ///   - request: the segment.
    ///   - fold: folds all of them.
    public func segment(
        _ request: SegmentRequest, of fold: (_ tally: inout Tally) throws -> Void
    ) throws -> SegmentList {
        try SegmentList(try folded(keepsTexts: true, fold), request, ReadingSummary())
    }

    /// Finds the deliveries that are asked for, by events that come from elsewhere.
    ///
    /// - Parameters:
    ///   - request: the deliveries.
    ///   - fold: folds all of them.
    public func matches(
        _ request: DeliveryRequest, of fold: (_ tally: inout Tally) throws -> Void
    ) throws -> DeliveryMatches {
        DeliveryMatches(try folded(keepsTexts: false, fold), request)
    }

    private func folded(keepsTexts: Bool, _ fold: (inout Tally) throws -> Void) throws -> Tally {
        var tally = Tally(options, keepsTexts: keepsTexts)
        try fold(&tally)
        if let aliases { tally.unite(aliases) }
        return tally
    }

    private func fold(
        _ inputs: [LogInput], into tally: inout Tally, empty: @Sendable () -> Tally
    ) throws -> ReadingSummary {
        var reader = LogReader(options: reading)
        reader.progress = progress
        let summary = try reader.fold(inputs, into: &tally, empty: empty) { tally, batch in
            tally.fold(batch)
        } merge: { tally, other in
            tally.merge(other)
        }
        if let aliases { tally.unite(aliases) }
        return summary
    }
}
