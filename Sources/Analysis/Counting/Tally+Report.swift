public import LogArchive
import Threading
import TrackingLog

extension Tally {
    /// The report on the rows folded so far.
    ///
    /// Every step works on all shards at once: first the outcomes of messages and deliveries, the groups and the counts, then
    /// what crosses shards: devices with their tokens, and people.
    ///
    /// - Parameters:
    ///   - options: what the report shows.
    ///   - reading: the sources of the rows, for the report to name.
    public func report(_ options: ReportOptions = ReportOptions(), of reading: ReadingSummary = ReadingSummary())
        -> Report
    {
        report(options, of: reading, crediting: nil)
    }

    /// The same with conversions.
    ///
    /// - Parameter credits: the messages that the options' conversions are credited to.
    func report(_ options: ReportOptions, of reading: ReadingSummary, crediting credits: ConversionCredits?) -> Report {
        let meanings = DescriptionMeanings(shards, labels)
        let outcomes = outcomes(meanings)
        let nameParts = options.needsNameParts ? NameParts(shards, labels) : nil
        let keys = GroupKeys(
            options.dimensions, zone: options.zone, nameParts,
            AudienceValues(options.dimensions, options.audience, identities))
        let filter = TallyFilter(options.filter, labels, nameParts)
        let grouping = Grouping(
            outcomes, of: shards, keys, filter, maximum: options.maximumGroups, labels, identities)
        var counts = Workers.map(ShortKey.shardCount) { shard in
            ShardCounts(shards[shard].pointee, outcomes[shard], meanings, groups: grouping.count)
        }
        let tokens = resolveTokens(of: &counts, outcomes, meanings, groups: grouping.count)
        let persons = countPersons(outcomes, options.audience, groups: grouping.count)
        let unconfirmed = Workers.map(ShortKey.shardCount) { shard in
            UnconfirmedPass(shards[shard].pointee, outcomes[shard], groups: grouping.count)
        }
        var groups = groupTallies(counts, tokens, persons, unconfirmed, count: grouping.count)
        var ofOtherMessages = 0
        if let credits, let request = options.conversions {
            let found = conversions(credits, request, outcomes, groups: grouping.count)
            for group in groups.indices { groups[group].conversions = found.groups[group] }
            ofOtherMessages = found.ofOtherMessages
        }
        var totals = groups.reduce(into: GroupTally()) { $0.merge($1) }
        if groups.isEmpty { totals.conversions = options.conversions.map { ConversionTally($0.list) } }
        totals.devices = tokens.reduce(into: SightingCount()) { $0 += $1.devices }
        totals.persons = persons.reduce(into: SightingCount()) { $0 += $1.persons }
        var report = Report(
            window: window(of: counts),
            sources: reading.sources.map {
                Report.Source(path: $0.name, vendor: $0.vendor, rows: $0.rows, rejected: $0.rejected)
            },
            totals: totals.totals(labels),
            timezone: options.zone?.name ?? "UTC",
            dimensions: options.dimensions,
            groups: named(groups, grouping, keys),
            others: grouping.otherCount == 0
                ? nil : Report.Others(groups: grouping.otherCount, totals: groups[grouping.others].totals(labels)),
            reasons: reasonCounts(counts, meanings),
            tokens: coverage(tokens, persons, audience: options.audience),
            createdToDelivered: LatencyValues.latency(counts.map(\.createdToDelivered)),
            deliveredToOpened: LatencyValues.latency(counts.map(\.deliveredToOpened)),
            attempts: counts.reduce(into: Attempts()) { $0.add($1.attempts) },
            quality: Quality(rows: rows, rejects, reading))
        if let credits, let request = options.conversions {
            report.conversions = summary(
                of: credits, request, ofOtherMessages: ofOtherMessages, outcomes, options, nameParts)
        }
        report.quality.damagedPayloads = counts.reduce(0) { $0 + $1.damagedPayloads }
        if options.isOverTime, let window = report.window {
            report.overTime = OverTime(
                series: series(outcomes, options.zone), before: before(window.upperBound, options))
        }
        if !options.filter.values.isEmpty {
            report.unmatched = PresentValues(outcomes, of: shards).unmatched(by: options.filter, labels, nameParts)
        }
        guard let nameParts else { return report }
        let by = options.dimensions
        let mergesSteps = by.contains(.variant) && !by.contains(.name) && !(by.contains(.journey) && by.contains(.step))
        guard mergesSteps || by.contains(.nameCheck) else { return report }
        let names = messagesByName(outcomes)
        if mergesSteps { report.variantsOfSeveralSteps = nameParts.variantsOfSeveralSteps(among: Set(names.keys)) }
        if by.contains(.nameCheck) { report.names = checkedNames(names, nameParts) }
        return report
    }

    private func window(of counts: [ShardCounts]) -> ClosedRange<Timestamp>? {
        let first = counts.map(\.first).min()?.timestamp
        let last = counts.map(\.last).max()?.timestamp
        guard let first, let last else { return nil }
        return first...last
    }
}
