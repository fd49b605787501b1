import Threading
import TrackingLog

extension Tally {
    /// Counts the people of all reported messages, once their tokens are known.
    func countPersons(_ outcomes: [ShardOutcomes], _ audience: Audience?, groups: Int) -> [PersonPass] {
        let audience = audienceKeys(audience, count: ShortKey.shardCount, by: \.shard)
        // In two halves: a list of all sightings would be as long as that of messages.
        let halves = [0..<ShortKey.shardCount / 2, ShortKey.shardCount / 2..<ShortKey.shardCount]
        return halves.flatMap { wanted in
            let sightings = Workers.map(ShortKey.shardCount) { shard in
                PersonSightings(shards[shard].pointee, outcomes[shard], identities, in: wanted)
            }
            return Workers.map(wanted.count) { number in
                let person = wanted.lowerBound + number
                return PersonPass(sightings.map { $0.byPerson[person] }, audience: audience[person], groups: groups)
            }
        }
    }

    /// The keys of an audience's people, split.
    ///
    /// - Parameters:
    ///   - count: the number of splits.
    ///   - split: the number of a key's.
    func audienceKeys(_ audience: Audience?, count: Int, by split: (ShortKey) -> Int) -> [[ShortKey]] {
        var keys = [[ShortKey]](repeating: [], count: count)
        guard let audience else { return keys }
        for key in AudienceIndex(audience, identities).places.keys { keys[split(key)].append(key) }
        return keys
    }
}
