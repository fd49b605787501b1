import TrackingLog

/// The counts of one shard's reported messages.
struct ShardCounts: Sendable {
    private(set) var groups: [GroupTally]
    private(set) var first = CompactTime.never
    private(set) var last = CompactTime.none
    private(set) var reasons: [ReasonKey: ReasonTally] = [:]
    private(set) var failedDeliveries = 0
    private(set) var attempts = Attempts()
    /// Deliveries with a payload that begins as JSON and is none.
    private(set) var damagedPayloads = 0
    private(set) var createdToDelivered = LatencyValues()
    private(set) var deliveredToOpened = LatencyValues()
    /// The numbers of the deliveries with a hwid, by the shard of the hwid's key.
    private(set) var deliveriesByDevice: [[UInt32]]

    struct ReasonKey: Hashable {
        var platform: Platform
        /// The description's number in the labels.
        var label: UInt32
    }

    struct ReasonTally {
        var deliveries = 0
        var events = 0
    }

    /// - Parameter groups: the number of groups; ``ResolvedMessage/group`` is below it.
    init(_ shard: borrowing TallyShard, _ outcomes: ShardOutcomes, _ meanings: DescriptionMeanings, groups: Int) {
        self.groups = Array(repeating: GroupTally(), count: groups)
        deliveriesByDevice = Array(repeating: [], count: ShortKey.shardCount)
        countMessages(of: shard, outcomes)
        countDeliveries(of: shard, outcomes, meanings)
        countRefusals(of: shard, outcomes, meanings)
        for events in shard.rareEvents.elements {
            let message = outcomes.messages[Int(shard.deliveries[Int(events.delivery)].pointee.message)]
            guard message.isReported else { continue }
            self.groups[Int(message.group)].rareEvents[events.label, default: 0] += events.count
        }
    }

    /// The counts of one or more shards, by the same groups, without ``deliveriesByDevice``.
    init(merging shards: [ShardCounts]) {
        self = shards[0]
        deliveriesByDevice = []
        for other in shards.dropFirst() { merge(other) }
    }

    private mutating func merge(_ other: ShardCounts) {
        for group in groups.indices { groups[group].merge(other.groups[group]) }
        first = min(first, other.first)
        last = max(last, other.last)
        reasons.merge(other.reasons) {
            ReasonTally(deliveries: $0.deliveries + $1.deliveries, events: $0.events + $1.events)
        }
        failedDeliveries += other.failedDeliveries
        attempts.add(other.attempts)
        damagedPayloads += other.damagedPayloads
        createdToDelivered.merge(other.createdToDelivered)
        deliveredToOpened.merge(other.deliveredToOpened)
    }

    private mutating func countMessages(of shard: borrowing TallyShard, _ outcomes: ShardOutcomes) {
        for (number, message) in shard.messages.elements.enumerated() where outcomes.messages[number].isReported {
            groups[Int(outcomes.messages[number].group)].counts.add(outcomes.messages[number])
            first = min(first, message.first)
            last = max(last, message.last)
        }
    }

    private mutating func countDeliveries(
        of shard: borrowing TallyShard, _ outcomes: ShardOutcomes, _ meanings: DescriptionMeanings
    ) {
        for (number, delivery) in shard.deliveries.elements.enumerated() {
            let message = outcomes.messages[Int(delivery.message)]
            guard message.isReported else { continue }
            groups[Int(message.group)].add(delivery.counts)
            attempts.add(delivery.counts[.sent])
            if delivery.payload == .damaged { damagedPayloads += 1 }
            createdToDelivered.add(from: delivery.firstCreated, to: delivery.firstDelivered)
            deliveredToOpened.add(from: delivery.firstDelivered, to: delivery.firstOpened)
            if delivery.hwidShape != .empty { deliveriesByDevice[delivery.hwid.shard].append(UInt32(number)) }
            if outcomes.deliveries[number].state == .failed {
                failedDeliveries += 1
                let label = meanings.label(of: shard.refusals[Int(delivery.refusal)].pointee)
                reasons[ReasonKey(platform: outcomes.deliveries[number].platform, label: label), default: ReasonTally()]
                    .deliveries += 1
            }
        }
    }

    private mutating func countRefusals(
        of shard: borrowing TallyShard, _ outcomes: ShardOutcomes, _ meanings: DescriptionMeanings
    ) {
        for refusal in shard.refusals.elements {
            let message = shard.deliveries[Int(refusal.delivery)].pointee.message
            guard outcomes.messages[Int(message)].isReported else { continue }
            let platform = outcomes.deliveries[Int(refusal.delivery)].platform
            reasons[ReasonKey(platform: platform, label: meanings.label(of: refusal)), default: ReasonTally()]
                .events += Int(refusal.count)
        }
    }
}
