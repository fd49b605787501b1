import LogArchive
import TrackingLog

/// By what a report's messages are counted.
struct ReportFrame: Sendable {
    let options: ReportOptions
    let meanings: DescriptionMeanings
    let nameParts: NameParts?
    let keys: GroupKeys
    let grouping: Grouping
}

/// All that a report says, counted; each list in parts whose sum it is.
struct ReportCounts: Sendable {
    var messages: [ShardCounts]
    var devices: [DeviceCounts]
    var persons: [PersonPass]
    var unconfirmed: [UnconfirmedPass]
    /// By group; nil without a list of conversions.
    var conversions: [ConversionTally]?
    /// nil unless the report is over time.
    var series: SeriesCounts?
    /// nil unless ``ReportOptions/needsPresentValues``.
    var present: PresentValues?
    /// How many messages have each name; nil unless ``ReportOptions/needsNames``.
    var names: [UInt32: Int]?
}

extension ReportOptions {
    /// Whether the values that messages have must be known before any filter.
    var needsPresentValues: Bool { !filter.values.isEmpty }

    /// Whether variants of different steps may be counted as one.
    var mergesSteps: Bool {
        dimensions.contains(.variant) && !dimensions.contains(.name)
            && !(dimensions.contains(.journey) && dimensions.contains(.step))
    }

    /// Whether the messages of each name must be counted.
    var needsNames: Bool { mergesSteps || dimensions.contains(.nameCheck) }
}

extension Tally {
    /// Names what was counted.
    ///
    /// - Parameter reading: the sources of the rows.
    func report(_ frame: ReportFrame, _ counts: ReportCounts, of reading: ReadingSummary) -> Report {
        let (options, grouping) = (frame.options, frame.grouping)
        var groups = groupTallies(counts, count: grouping.count)
        if let conversions = counts.conversions {
            for group in groups.indices { groups[group].conversions = conversions[group] }
        }
        var totals = groups.reduce(into: GroupTally()) { $0.merge($1) }
        if groups.isEmpty { totals.conversions = options.conversions.map { ConversionTally($0.list) } }
        totals.devices = counts.devices.reduce(into: SightingCount()) { $0 += $1.devices }
        totals.persons = counts.persons.reduce(into: SightingCount()) { $0 += $1.persons }
        var report = Report(
            window: window(of: counts.messages),
            sources: reading.sources.map {
                Report.Source(path: $0.name, vendor: $0.vendor, rows: $0.rows, rejected: $0.rejected)
            },
            totals: totals.totals(labels),
            timezone: options.zone?.name ?? "UTC",
            dimensions: options.dimensions,
            groups: named(groups, grouping, frame.keys),
            others: grouping.otherCount == 0
                ? nil : Report.Others(groups: grouping.otherCount, totals: groups[grouping.others].totals(labels)),
            reasons: reasonCounts(counts.messages, frame.meanings),
            tokens: coverage(counts.devices, counts.persons, audience: options.audience),
            createdToDelivered: LatencyValues.latency(counts.messages.map(\.createdToDelivered)),
            deliveredToOpened: LatencyValues.latency(counts.messages.map(\.deliveredToOpened)),
            attempts: counts.messages.reduce(into: Attempts()) { $0.add($1.attempts) },
            quality: Quality(rows: rows, rejects, reading))
        report.quality.damagedPayloads = counts.messages.reduce(0) { $0 + $1.damagedPayloads }
        if let series = counts.series, report.window != nil { report.overTime = OverTime(series: series.series) }
        if let present = counts.present {
            report.unmatched = present.unmatched(by: options.filter, labels, frame.nameParts)
        }
        if let names = counts.names, let parts = frame.nameParts {
            if options.mergesSteps {
                report.variantsOfSeveralSteps = parts.variantsOfSeveralSteps(among: Set(names.keys))
            }
            if options.dimensions.contains(.nameCheck) { report.names = checkedNames(names, parts) }
        }
        return report
    }

    private func window(of counts: [ShardCounts]) -> ClosedRange<Timestamp>? {
        let first = counts.map(\.first).min()?.timestamp
        let last = counts.map(\.last).max()?.timestamp
        guard let first, let last else { return nil }
        return first...last
    }
}
