import Analysis
import TrackingLog

/// The report as JSON: `pushtrail.report/1`.
struct ReportDocument: Encodable {
    var report: Report
    var generatedAt: Timestamp

    private enum Keys: String, CodingKey {
        case schema
        case generatedAt = "generated_at"
        case window, timezone, sources, totals, groups, others, names, conversions, reasons, tokens, latency, attempts,
            quality
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.report/1", forKey: .schema)
        try object.encode(generatedAt.rfc3339, forKey: .generatedAt)
        try object.encode(WindowDocument(window: report.window), forKey: .window)
        try object.encode(report.timezone, forKey: .timezone)
        try object.encode(report.sources.map(SourceDocument.init), forKey: .sources)
        try object.encode(TotalsDocument(totals: report.totals), forKey: .totals)
        try object.encode(
            report.groups.map { TotalsDocument(by: $0.by(report.dimensions), totals: $0.totals) }, forKey: .groups)
        try object.encode(
            report.others.map { TotalsDocument(groups: $0.groups, totals: $0.totals) }, forKey: .others)
        // Only where asked for, so that other reports have no key for it.
        try object.encodeIfPresent(report.names.map(NamesDocument.init), forKey: .names)
        try object.encode(report.reasons.map(ReasonCountDocument.init), forKey: .reasons)
        try object.encodeIfPresent(report.conversions.map(ConversionSummaryDocument.init), forKey: .conversions)
        try object.encode(TokensDocument(tokens: report.tokens), forKey: .tokens)
        try object.encode(LatencyDocument(report), forKey: .latency)
        try object.encode(AttemptsDocument(attempts: report.attempts), forKey: .attempts)
        try object.encode(QualityDocument(quality: report.quality), forKey: .quality)
    }
}

extension Report.Group {
    /// The group's values by the dimensions' keys.
    fileprivate func by(_ dimensions: [Dimension]) -> [String: String?] {
        Dictionary(zip(dimensions.map(\.key), values)) { first, _ in first }
    }
}

/// The first and the last row; null where there are none.
private struct WindowDocument: Encodable {
    var window: ClosedRange<Timestamp>?

    private enum Keys: String, CodingKey {
        case from, to
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(window?.lowerBound.rfc3339, forKey: .from)
        try object.encode(window?.upperBound.rfc3339, forKey: .to)
    }
}

private struct SourceDocument: Encodable {
    var path: String
    var format: String
    var rows: Int
    var rejected: Int

    init(_ source: Report.Source) {
        path = source.path
        format = source.vendor ?? "tracking-log"
        rows = source.rows
        rejected = source.rejected
    }
}

private struct ReasonCountDocument: Encodable {
    var count: ReasonCount

    init(_ count: ReasonCount) { self.count = count }

    private enum Keys: String, CodingKey {
        case reason, platform, gateway, category, retry, deliveries, events, share, advice
        case tokenAction = "token_action"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(count.name, forKey: .reason)
        try object.encode(count.platform.name, forKey: .platform)
        try object.encode(count.reason?.source.name, forKey: .gateway)
        try object.encode(count.reason?.category.rawValue, forKey: .category)
        try object.encode(count.reason?.retry.rawValue, forKey: .retry)
        try object.encode(count.reason?.tokenAction.rawValue, forKey: .tokenAction)
        try object.encode(count.deliveries, forKey: .deliveries)
        try object.encode(count.events, forKey: .events)
        try object.encode(count.share.value, forKey: .share)
        try object.encode(count.reason?.advice, forKey: .advice)
    }
}

struct QualityDocument: Encodable {
    var quality: Quality

    private enum Keys: String, CodingKey {
        case rows, rejected, examples, unread
        case leftOut = "left_out"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(quality.rows, forKey: .rows)
        try object.encode(quality.rejected, forKey: .rejected)
        try object.encode(quality.examples.map(Example.init), forKey: .examples)
        try object.encode(quality.unread.map(\.document), forKey: .unread)
        try object.encode(quality.leftOut.map(\.document), forKey: .leftOut)
    }

    private struct Example: Encodable {
        var path: String
        var line: Int
        var reason: String

        init(_ example: Quality.Example) {
            path = example.path
            line = example.line
            reason = example.reason
        }
    }
}

extension Quality.Unread {
    fileprivate var document: [String: String] { ["path": path, "reason": reason] }
}
