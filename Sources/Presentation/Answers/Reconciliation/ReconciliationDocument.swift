import Analysis
import LogArchive
import TrackingLog

/// A reconciliation as JSON: `pushtrail.reconciliation/1`.
struct ReconciliationDocument: Encodable {
    var result: Reconciliation
    var list: String

    private enum Keys: String, CodingKey {
        case schema, list, listed, period, timezone, outside
        case matched, missing, unknown, unsettled, doubled, quality
        case leftOut = "left_out"
        case unusable = "unusable_lines"
        case days = "by_day"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.reconciliation/1", forKey: .schema)
        try object.encode(list, forKey: .list)
        try object.encode(result.listed, forKey: .listed)
        try object.encode(result.unusable.count, forKey: .unusable)
        try object.encode(result.leftOut, forKey: .leftOut)
        try object.encode(result.outside, forKey: .outside)
        try object.encode(result.timezone, forKey: .timezone)
        try object.encode(result.period.map(PeriodDocument.init), forKey: .period)
        try object.encode(result.counts[.matched], forKey: .matched)
        for (verdict, key) in [
            (.missing, .missing), (.unknown, .unknown), (.unsettled, .unsettled), (.doubled, .doubled),
        ]
            as [(Reconciliation.Verdict, Keys)]
        {
            try object.encode(FindingsDocument(result: result, verdict: verdict), forKey: key)
        }
        try object.encode(result.days.map(DayDocument.init), forKey: .days)
        try object.encode(QualityDocument(quality: result.quality), forKey: .quality)
    }
}

private struct PeriodDocument: Encodable {
    /// Nil if it is open.
    let from: String?
    let to: String?

    init(_ period: ClosedRange<Timestamp>) {
        from = period.lowerBound == .earliest ? nil : period.lowerBound.rfc3339
        to = period.upperBound == .latest ? nil : period.upperBound.rfc3339
    }
}

/// One list: codes, and the targets of entries without one.
private struct FindingsDocument: Encodable {
    var result: Reconciliation
    var verdict: Reconciliation.Verdict

    private enum Keys: String, CodingKey {
        case count, codes, targets
        case listedTwice = "listed_twice"
        case sentTwice = "sent_twice"
    }

    private struct Target: Encodable {
        var target: String
        var time: String?
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        let findings = result.findings[verdict] ?? []
        try object.encode(result.counts[verdict], forKey: .count)
        try object.encode(findings.compactMap(\.code), forKey: .codes)
        switch verdict {
        case .missing:
            let targets = findings.compactMap { finding in
                finding.target.map { Target(target: $0, time: finding.time?.rfc3339) }
            }
            try object.encode(targets, forKey: .targets)
        case .doubled:
            try object.encode(result.listedTwice, forKey: .listedTwice)
            try object.encode(result.counts[.doubled] - result.listedTwice, forKey: .sentTwice)
        default: break
        }
    }
}

private struct DayDocument: Encodable {
    var day: Reconciliation.DayCounts

    private enum Keys: String, CodingKey {
        case day, matched, missing, unknown, unsettled, doubled
    }

    init(_ day: Reconciliation.DayCounts) { self.day = day }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(day.day?.description, forKey: .day)
        try object.encode(day.counts[.matched], forKey: .matched)
        try object.encode(day.counts[.missing], forKey: .missing)
        try object.encode(day.counts[.unknown], forKey: .unknown)
        try object.encode(day.counts[.unsettled], forKey: .unsettled)
        try object.encode(day.counts[.doubled], forKey: .doubled)
    }
}
