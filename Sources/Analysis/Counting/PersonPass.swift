import TrackingLog

/// The counts of one shard's people.
struct PersonPass: Sendable {
    private(set) var persons: SightingCount
    /// The people of each group.
    private(set) var personsByGroup: [SightingCount]
    /// People never seen with a hwid.
    private(set) var missing = 0
    /// By the platform's raw value: people with a token there.
    private(set) var byPlatform = [CoverageCount](repeating: CoverageCount(), count: Platform.allCases.count)
    /// The people of the audience.
    private(set) var listed: Int
    /// Those of them that were seen, and those with a valid token.
    private(set) var audience = CoverageCount()

    /// - Parameters:
    ///   - sightings: lists of this shard's people.
    ///   - audience: the keys of this shard's people in the audience.
    init(_ sightings: [[Sighting]], audience keys: [ShortKey], groups: Int) {
        var table = SightingTable(room: sightings.reduce(0) { $0 + $1.count }, groups: groups)
        for list in sightings {
            for (index, sighting) in list.enumerated() {
                if index + 16 < list.count { table.prefetch(list[index + 16].key) }
                table.insert(sighting)
            }
        }
        listed = keys.count
        persons = table.total
        personsByGroup = table.byGroup
        table.forEach { person in
            if person.tokens.isEmpty { missing += 1 }
            for platform in Platform.allCases where person.tokens.contains(PlatformSet(platform)) {
                byPlatform[Int(platform.rawValue)].total += 1
                if person.validTokens.contains(PlatformSet(platform)) {
                    byPlatform[Int(platform.rawValue)].covered += 1
                }
            }
        }
        for key in keys {
            guard let person = table.find(key) else { continue }
            audience.total += 1
            if !person.validTokens.isEmpty { audience.covered += 1 }
        }
    }

    /// Adds the counts of other people, by the same groups.
    mutating func add(_ other: PersonPass) {
        persons += other.persons
        for group in personsByGroup.indices { personsByGroup[group] += other.personsByGroup[group] }
        missing += other.missing
        for platform in byPlatform.indices { byPlatform[platform].add(other.byPlatform[platform]) }
        listed += other.listed
        audience.add(other.audience)
    }
}
