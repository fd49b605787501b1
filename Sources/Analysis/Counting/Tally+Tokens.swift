import Threading
import TrackingLog

extension Tally {
    /// Settles the tokens of all devices.
    ///
    /// - Parameter counts: lets go of its lists of deliveries on the way.
    func settleTokens(
        of counts: inout [PartCounts], _ settled: [SettledPart], _ meanings: DescriptionMeanings, groups: Int
    ) -> [TokenPass] {
        let deliveries = counts.map(\.deliveriesByDevice)
        for part in counts.indices { counts[part].forgetDevices() }
        return Workers.map(ShortKey.parts) { device in
            TokenPass(deliveries.map { $0[device] }, settled, of: parts, words, meanings, groups: groups)
        }
    }

    /// What the parts' tokens and persons come to.
    func coverage(_ tokens: [TokenPass], _ persons: [PersonPass], audience: Audience?) -> TokenCoverage {
        var coverage = TokenCoverage()
        for part in tokens { coverage.states.add(part.states) }
        for part in persons {
            coverage.missing += part.missing
            coverage.persons.total += part.persons.total
            coverage.persons.covered += part.covered
        }
        for platform in Platform.allCases {
            var ofPlatform = PlatformCoverage()
            for part in tokens { ofPlatform.states.add(part.statesByPlatform[Int(platform.rawValue)]) }
            for part in persons { ofPlatform.persons.add(part.byPlatform[Int(platform.rawValue)]) }
            if ofPlatform.states.total > 0 { coverage.byPlatform[platform] = ofPlatform }
        }
        if let audience {
            var seen = CoverageCount()
            for part in persons { seen.add(part.audience) }
            coverage.audience = AudienceCoverage(total: audience.count, seen: seen.total, covered: seen.covered)
        }
        return coverage
    }
}
