public import LogArchive
import Threading
import TrackingLog

extension Tally {
    /// What the rows folded so far come to.
    ///
    /// Every step works on all parts at once: what messages and deliveries came to, which groups there are, the counts,
    /// then what goes across parts: devices and their tokens, and persons.
    ///
    /// - Parameters:
    ///   - options: what the report is to show.
    ///   - reading: where the rows came from, for the report to name.
    public func report(_ options: ReportOptions = ReportOptions(), of reading: ReadingSummary = ReadingSummary())
        -> Report
    {
        let meanings = DescriptionMeanings(parts, words)
        let settled = Workers.map(ShortKey.parts) { SettledPart(parts[$0].pointee, names, words, meanings) }
        let nameParts = options.needsNameParts ? NameParts(parts, words) : nil
        let keys = GroupKeys(options.dimensions, zone: options.zone, nameParts)
        let filter = TallyFilter(options.filter, words, nameParts)
        let grouping = Grouping(settled, of: parts, keys, filter, most: options.mostGroups, words)
        var counts = Workers.map(ShortKey.parts) { part in
            PartCounts(parts[part].pointee, settled[part], meanings, groups: grouping.count)
        }
        let tokens = settleTokens(of: &counts, settled, meanings, groups: grouping.count)
        let persons = countPersons(settled, options.audience, groups: grouping.count)
        let groups = groupTallies(counts, tokens, persons, count: grouping.count)
        var totals = groups.reduce(into: GroupTally()) { $0.merge($1) }
        totals.devices = tokens.reduce(0) { $0 + $1.devices.total }
        totals.persons = persons.reduce(0) { $0 + $1.persons.total }
        return Report(
            window: window(of: counts),
            sources: reading.sources.map { Report.Source(path: $0.name, rows: $0.rows, rejected: $0.rejected) },
            totals: totals.totals(words),
            timezone: options.zone?.name ?? "UTC",
            dimensions: options.dimensions,
            groups: named(groups, grouping, keys),
            others: grouping.otherCount == 0
                ? nil : Report.Others(groups: grouping.otherCount, totals: groups[grouping.others].totals(words)),
            reasons: reasonCounts(counts, meanings),
            tokens: coverage(tokens, persons, audience: options.audience),
            createdToDelivered: LatencyValues.latency(counts.map(\.createdToDelivered)),
            deliveredToOpened: LatencyValues.latency(counts.map(\.deliveredToOpened)),
            attempts: counts.reduce(into: Attempts()) { $0.add($1.attempts) },
            quality: Quality(rows: rows, rejects, reading))
    }

    private func window(of counts: [PartCounts]) -> ClosedRange<Timestamp>? {
        let first = counts.map(\.first).min()?.timestamp
        let last = counts.map(\.last).max()?.timestamp
        guard let first, let last else { return nil }
        return first...last
    }
}
