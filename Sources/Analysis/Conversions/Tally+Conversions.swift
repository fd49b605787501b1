import Threading

extension Tally {
    /// The conversions of each group's messages, and the number of those of messages outside the report.
    func conversions(
        _ credits: ConversionCredits, _ request: ConversionRequest, _ outcomes: [ShardOutcomes], groups: Int
    ) -> (groups: [ConversionTally], ofOtherMessages: Int) {
        let none = [ConversionTally](repeating: ConversionTally(request.list), count: groups)
        let shards = Workers.map(ShortKey.shardCount) { shard in
            var (tallies, others) = (none, 0)
            credits.forEachMessage(of: shard) { message, credits in
                let resolved = outcomes[shard].messages[message]
                if resolved.isReported {
                    tallies[Int(resolved.group)].add(credits)
                } else {
                    others += credits.count
                }
            }
            return (tallies: tallies, others: others)
        }
        var sums = none
        for shard in shards {
            for group in sums.indices { sums[group].merge(shard.tallies[group]) }
        }
        return (sums, shards.reduce(0) { $0 + $1.others })
    }

    /// What became of the list.
    func summary(
        of credits: ConversionCredits, _ request: ConversionRequest, ofOtherMessages: Int, _ outcomes: [ShardOutcomes],
        _ options: ReportOptions, _ nameParts: NameParts?
    ) -> ConversionSummary {
        ConversionSummary(
            list: request.list.name, window: request.window, listed: request.list.count,
            ofOtherMessages: ofOtherMessages, ofUnknownPeople: credits.ofUnknownPeople,
            withoutMessage: credits.withoutMessage, unusable: request.list.unusable, repeated: request.list.repeated,
            hasGoals: request.list.hasGoals, decimals: request.list.hasValues ? request.list.decimals : nil,
            comparisons: ComparedDimensions(options.dimensions).map { dimensions in
                let keys = GroupKeys(
                    dimensions.all, zone: options.zone, nameParts,
                    AudienceValues(dimensions.all, options.audience, identities))
                return comparisons(dimensions, credits, outcomes, keys)
            })
    }
}
