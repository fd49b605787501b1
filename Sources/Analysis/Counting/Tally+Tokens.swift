import TrackingLog

extension Tally {
    /// The keys of an audience's persons, by the part that they fall to.
    func audienceKeys(_ audience: Audience?) -> [[ShortKey]] {
        var keys = [[ShortKey]](repeating: [], count: ShortKey.parts)
        for id in audience?.keys ?? [] {
            let key = names.personKey(ShortKey(id))
            keys[key.part].append(key)
        }
        return keys
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
