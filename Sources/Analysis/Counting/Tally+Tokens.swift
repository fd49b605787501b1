import Threading
import TrackingLog

extension Tally {
    /// Finds the tokens of all devices, and notes them with their deliveries.
    ///
    /// - Parameter deliveries: by shard of the tally and of the devices (``ShardCounts/deliveriesByDevice``).
    func resolveTokens(
        of deliveries: [[[UInt32]]], _ outcomes: [ShardOutcomes], _ meanings: DescriptionMeanings, groups: Int
    ) -> [DeviceCounts] {
        Workers.map(ShortKey.shardCount) { device in
            let numbers = deliveries.map { $0[device] }
            var table = TokenTable(room: numbers.reduce(0) { $0 + $1.count }, groups: groups)
            for shard in numbers.indices {
                Tally.add(numbers[shard], to: &table, outcomes[shard], of: shards[shard].pointee, labels, meanings)
            }
            var index = 0
            for (shard, numbers) in numbers.enumerated() {
                for number in numbers {
                    outcomes[shard].deliveries[Int(number)].token = table.mark(index)
                    index += 1
                }
            }
            return table.counts
        }
    }

    /// Adds deliveries of one shard to a table, some at once: they are anywhere in memory, and the waits overlap.
    private static func add(
        _ numbers: [UInt32], to table: inout TokenTable, _ outcomes: ShardOutcomes, of shard: borrowing TallyShard,
        _ labels: borrowing InternedLabels, _ meanings: DescriptionMeanings
    ) {
        var start = 0
        withUnsafeTemporaryAllocation(of: DeviceSighting.self, capacity: chunk) { sightings in
            while start < numbers.count {
                let some = numbers[start..<min(start + chunk, numbers.count)]
                for number in numbers[some.endIndex...].prefix(chunk) { shard.deliveries.prefetch(Int(number)) }
                for number in some { shard.messages.prefetch(Int(shard.deliveries[Int(number)].pointee.message)) }
                for (index, number) in some.enumerated() {
                    sightings[index] = DeviceSighting(Int(number), of: shard, outcomes, meanings)
                    table.prefetch(sightings[index])
                }
                for index in 0..<some.count { table.add(sightings[index], labels) }
                start += chunk
            }
        }
    }

    private static let chunk = 16

    /// The coverage by the devices' tokens and the people.
    func coverage(_ devices: [DeviceCounts], _ persons: [PersonPass], audience: Audience?) -> TokenCoverage {
        var coverage = TokenCoverage()
        for shard in devices { coverage.states.add(shard.states) }
        for shard in persons {
            coverage.missing += shard.missing
            coverage.persons.total += shard.persons.keys
            coverage.persons.covered += shard.persons[.isCovered]
        }
        for platform in Platform.allCases {
            var ofPlatform = PlatformCoverage()
            for shard in devices { ofPlatform.states.add(shard.statesByPlatform[Int(platform.rawValue)]) }
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
