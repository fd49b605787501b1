import TrackingLog

/// The counts of one shard's messages that have a line.
struct SelectedCounts: Sendable {
    private(set) var outcomes: [MessageOutcome: Int] = [:]
    /// Deliveries with a payload that begins as JSON and is none.
    private(set) var damagedPayloads = 0

    init(_ shard: Int, of resolved: ResolvedTally) {
        let messages = resolved.outcomes[shard].messages
        for message in messages where message.isReported {
            outcomes[MessageOutcome(message.deliveries), default: 0] += 1
        }
        for delivery in resolved.tally.shards[shard].pointee.deliveries.elements
        where delivery.payload == .damaged && messages[Int(delivery.message)].isReported {
            damagedPayloads += 1
        }
    }
}

extension ResolvedTally {
    /// Events of all messages by statuses that are not known.
    var unknownStatuses: UnknownStatuses {
        var counts: [UInt32: Int] = [:]
        for shard in 0..<ShortKey.shardCount {
            for events in tally.shards[shard].pointee.rareEvents.elements where events.label >= Status.allCases.count {
                counts[events.label, default: 0] += events.count
            }
        }
        return UnknownStatuses(
            among: Dictionary(counts.map { (tally.labels.string($0.key), $0.value) }, uniquingKeysWith: +))
    }
}

extension DeliveryRequest {
    /// The values of the filters that no message has.
    func unmatched(in resolved: ResolvedTally, _ nameParts: NameParts?) -> [UnmatchedValues] {
        let ofMessages =
            filter.values.isEmpty
            ? []
            : PresentValues(resolved.outcomes, of: resolved.tally.shards)
                .unmatched(by: filter, resolved.tally.labels, nameParts)
        let ofReasons =
            reasons.isEmpty ? nil : UnmatchedValues(of: "reason", reasons, among: resolved.deliveriesByReason)
        return ofMessages + (ofReasons.map { [$0] } ?? [])
    }
}

extension ResolvedTally {
    /// Failed deliveries of all messages, by the reason's name.
    fileprivate var deliveriesByReason: [ByteOrdered: Int] {
        var counts: [ShardCounts.ReasonKey: (deliveries: Int, refusal: RefusalRecord)] = [:]
        for shard in 0..<ShortKey.shardCount {
            for delivery in outcomes[shard].deliveries.indices {
                guard let refusal = decidingRefusal(of: delivery, in: shard) else { continue }
                let key = ShardCounts.ReasonKey(
                    platform: outcomes[shard].deliveries[delivery].platform, label: meanings.label(of: refusal))
                counts[key, default: (0, refusal)].deliveries += 1
            }
        }
        var names: [ByteOrdered: Int] = [:]
        for (key, count) in counts {
            let name = meanings.withReason(of: count.refusal, on: key.platform, tally.labels) {
                String(decoding: $0, as: UTF8.self)
            }
            names[ByteOrdered(text: name), default: 0] += count.deliveries
        }
        return names
    }
}
