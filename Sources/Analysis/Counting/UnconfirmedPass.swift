import TrackingLog

/// Counts the delivered messages of one shard that no device confirmed or opened, once tokens are known.
struct UnconfirmedPass: Sendable {
    private(set) var byGroup: [UnconfirmedCount]

    /// Adds the counts of other messages, by the same groups.
    mutating func add(_ other: UnconfirmedPass) {
        for group in byGroup.indices { byGroup[group] += other.byGroup[group] }
    }

    init(_ shard: borrowing TallyShard, _ outcomes: ShardOutcomes, groups: Int) {
        byGroup = Array(repeating: UnconfirmedCount(), count: groups)
        var reports = [Bool](repeating: false, count: shard.messages.count)
        for (number, delivery) in shard.deliveries.elements.enumerated() {
            let outcome = outcomes.deliveries[number]
            if outcome.token.reports, outcome.state.isAccepted { reports[Int(delivery.message)] = true }
        }
        for (number, reports) in reports.enumerated() {
            let message = outcomes.messages[number]
            // What was opened has arrived, whether the app confirmed it or not.
            guard message.isReported, message.overlays.contains(.delivered),
                message.overlays.isDisjoint(with: [.received, .opened])
            else { continue }
            if reports {
                byGroup[Int(message.group)].onReporting += 1
            } else {
                byGroup[Int(message.group)].onSilent += 1
            }
        }
    }
}
