public import LogArchive
import Threading
import TrackingLog

extension Tally {
    /// The report on the rows folded so far.
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
    /// Every step works on all shards at once: first the outcomes of messages and deliveries, the groups and the counts, then
    /// what crosses shards: devices with their tokens, and people.
    ///
    /// - Parameter credits: the messages that the options' conversions are credited to.
    func report(_ options: ReportOptions, of reading: ReadingSummary, crediting credits: ConversionCredits?) -> Report {
        let meanings = DescriptionMeanings(shards, labels)
        let outcomes = outcomes(meanings)
        let nameParts = options.needsNameParts ? NameParts(shards, labels) : nil
        let keys = GroupKeys(
            options.dimensions, zone: options.zone, nameParts,
            AudienceValues(options.dimensions, options.audience, identities))
        let grouping = Grouping(
            outcomes, of: shards, keys, TallyFilter(options.filter, labels, nameParts),
            maximum: options.maximumGroups, labels, identities)
        let frame = ReportFrame(
            options: options, meanings: meanings, nameParts: nameParts, keys: keys, grouping: grouping)
        var messages = Workers.map(ShortKey.shardCount) { shard in
            ShardCounts(shards[shard].pointee, outcomes[shard], meanings, groups: grouping.count)
        }
        let deliveries = messages.map(\.deliveriesByDevice)
        // One takes less memory than many.
        messages = [ShardCounts(merging: messages)]
        let devices = resolveTokens(of: deliveries, outcomes, meanings, groups: grouping.count)
        let persons = countPersons(outcomes, options.audience, groups: grouping.count)
        let unconfirmed = Workers.map(ShortKey.shardCount) { shard in
            UnconfirmedPass(shards[shard].pointee, outcomes[shard], groups: grouping.count)
        }
        var counts = ReportCounts(
            messages: messages, devices: devices, persons: persons, unconfirmed: unconfirmed)
        if options.isOverTime {
            var series = SeriesCounts(shards.days(outcomes, options.zone))
            series.add(shards, outcomes, options.zone)
            counts.series = series
        }
        if options.needsPresentValues { counts.present = PresentValues(outcomes, of: shards) }
        if options.needsNames { counts.names = shards.messagesByName(outcomes) }
        let credited = credits.flatMap { credits in
            options.conversions.map { conversions(credits, $0, outcomes, groups: grouping.count) }
        }
        counts.conversions = credited?.groups
        var report = report(frame, counts, of: reading)
        if let credits, let request = options.conversions, let credited {
            report.conversions = summary(
                of: credits, request, ofOtherMessages: credited.ofOtherMessages, outcomes, options, nameParts)
        }
        if let before = report.overTime.flatMap({ _ in options.before(first: shards.firstRow, report) }) {
            report.overTime?.before = OverTime.Before(self.report(before), by: before)
        }
        report.scopes = options.scopedTotals(report, first: shards.firstRow) { self.report($0) }
        return report
    }
}
