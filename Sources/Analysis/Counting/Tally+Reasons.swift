import TrackingLog

extension Tally {
    /// The reasons of all shards, one for each reason of the catalogue.
    func reasonCounts(
        _ shards: [ShardCounts], _ meanings: DescriptionMeanings
    ) -> [ReasonCount] {
        struct Key: Hashable {
            var platform: Platform
            var name: ByteOrdered
            var source: ReasonSource?
        }
        let failed = shards.reduce(0) { $0 + $1.failedDeliveries }
        var counts: [Key: ReasonCount] = [:]
        for shard in shards {
            for (key, tally) in shard.reasons {
                let reason = meanings.match(key.label).reason(on: key.platform)
                let name = reason?.name ?? labels.string(key.label)
                let empty = ReasonCount(
                    platform: key.platform, name: name, reason: reason, deliveries: 0, events: 0,
                    share: Rate(0, of: failed))
                let place = Key(platform: key.platform, name: ByteOrdered(text: name), source: reason?.source)
                counts[place, default: empty].deliveries += tally.deliveries
                counts[place, default: empty].events += tally.events
            }
        }
        return counts.values
            .map { count in
                var count = count
                count.share = Rate(count.deliveries, of: failed)
                return count
            }
            .sorted { left, right in
                if left.deliveries != right.deliveries { return left.deliveries > right.deliveries }
                if left.events != right.events { return left.events > right.events }
                return left.place < right.place
            }
    }
}

extension ReasonCount {
    /// Its place among equally frequent ones.
    fileprivate var place: (ByteOrdered, UInt8, Int) {
        (ByteOrdered(text: name), platform.rawValue, reason?.source.place ?? Int.max)
    }
}
