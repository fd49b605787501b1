import Analysis
import TrackingLog

/// Tokens as JSON has them.
struct TokensDocument: Encodable {
    var tokens: TokenCoverage

    private enum Keys: String, CodingKey {
        case states, missing, persons, coverage, audience
        case byPlatform = "by_platform"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(tokens.states.byName, forKey: .states)
        try object.encode(tokens.missing, forKey: .missing)
        try object.encode(tokens.persons.byName, forKey: .persons)
        try object.encode(tokens.coverage.value, forKey: .coverage)
        var platforms: [String: OfPlatform] = [:]
        for (platform, coverage) in tokens.byPlatform { platforms[platform.name] = OfPlatform(coverage: coverage) }
        try object.encode(platforms, forKey: .byPlatform)
        let audience = tokens.audience.map { audience in
            [
                "total": audience.total, "seen": audience.seen, "never_seen": audience.neverSeen,
                "covered": audience.covered,
            ]
        }
        try object.encode(audience, forKey: .audience)
    }

    private struct OfPlatform: Encodable {
        var coverage: PlatformCoverage

        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: Keys.self)
            try object.encode(coverage.states.byName, forKey: .states)
            try object.encode(coverage.persons.byName, forKey: .persons)
            try object.encode(coverage.persons.rate.value, forKey: .coverage)
        }
    }
}

extension TokenCounts {
    fileprivate var byName: [String: Int] {
        Dictionary(uniqueKeysWithValues: TokenState.allCases.map { ($0.name, self[$0]) })
    }
}

extension CoverageCount {
    fileprivate var byName: [String: Int] { ["total": total, "covered": covered] }
}
