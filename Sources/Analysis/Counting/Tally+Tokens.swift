import Threading
import TrackingLog

extension Tally {
    /// Finds the tokens of all devices.
    ///
    /// - Parameter counts: its lists of deliveries are freed.
    func resolveTokens(
        of counts: inout [ShardCounts], _ outcomes: [ShardOutcomes], _ meanings: DescriptionMeanings, groups: Int
    ) -> [TokenPass] {
        let deliveries = counts.map(\.deliveriesByDevice)
        for shard in counts.indices { counts[shard].forgetDevices() }
        return Workers.map(ShortKey.shardCount) { device in
            TokenPass(deliveries.map { $0[device] }, outcomes, of: shards, labels, meanings, groups: groups)
        }
    }

    /// The coverage by the shards' tokens and people.
    func coverage(_ tokens: [TokenPass], _ persons: [PersonPass], audience: Audience?) -> TokenCoverage {
        var coverage = TokenCoverage()
        for shard in tokens { coverage.states.add(shard.states) }
        for shard in persons {
            coverage.missing += shard.missing
            coverage.persons.total += shard.persons.keys
            coverage.persons.covered += shard.persons[.isCovered]
        }
        for platform in Platform.allCases {
            var ofPlatform = PlatformCoverage()
            for shard in tokens { ofPlatform.states.add(shard.statesByPlatform[Int(platform.rawValue)]) }
            for shard in persons { ofPlatform.persons.add(shard.byPlatform[Int(platform.rawValue)]) }
            if ofPlatform.states.total > 0 { coverage.byPlatform[platform] = ofPlatform }
        }
        if audience != nil {
            var seen = CoverageCount()
            for shard in persons { seen.add(shard.audience) }
            coverage.audience = AudienceCoverage(
                total: persons.reduce(0) { $0 + $1.listed }, seen: seen.total, covered: seen.covered)
        }
        return coverage
    }
}
