import TrackingLog

/// What the messages and deliveries of one shard of a tally came to.
///
/// A class, so that what is found later (groups, tokens) can be noted where it belongs, and no copy is ever made.
final class ShardOutcomes: @unchecked Sendable {
    /// As many as the shard has, by their numbers. Several threads may write to different ones.
    let messages: UnsafeMutableBufferPointer<ResolvedMessage>
    let deliveries: UnsafeMutableBufferPointer<ResolvedDelivery>
    /// By delivery, the latest failed rows that tell of its token: a number in the shard's refusals.
    private(set) var evidence: [UInt32: UInt32] = [:]

    init(
        _ shard: borrowing TallyShard, _ identities: borrowing InternedIdentities, _ labels: borrowing InternedLabels,
        _ meanings: DescriptionMeanings
    ) {
        messages = .allocate(capacity: shard.messages.count)
        messages.initialize(repeating: ResolvedMessage())
        deliveries = .allocate(capacity: shard.deliveries.count)
        resolveDeliveries(of: shard, meanings)
        noteEvidence(in: shard, labels, meanings)
        resolveMessages(of: shard, identities, meanings)
    }

    deinit {
        messages.deallocate()
        deliveries.deallocate()
    }

    private func resolveDeliveries(of shard: borrowing TallyShard, _ meanings: DescriptionMeanings) {
        var gateways = [GatewaySet](repeating: [], count: shard.deliveries.count)
        for refusal in shard.refusals.elements {
            gateways[Int(refusal.delivery)].formUnion(meanings.gateways(of: refusal))
        }
        for (number, delivery) in shard.deliveries.elements.enumerated() {
            let refusal: RefusalRecord? =
                delivery.refusal == RefusalRecord.none ? nil : shard.refusals[Int(delivery.refusal)].pointee
            let resolved = ResolvedDelivery(
                platform: Platform(
                    payload: delivery.payload.platform, gateway: gateways[number].only?.platform,
                    hwid: delivery.hwidShape.platform),
                state: DeliveryState(
                    opened: delivery.counts[.opened] > 0, received: delivery.counts[.received] > 0,
                    lastSent: delivery.lastSent.timestamp,
                    // Where nothing was opened or received it can only be delivered that was accepted.
                    lastDelivered: delivery.lastAccepted.timestamp, lastFailed: refusal?.last.timestamp),
                failure: refusal.map { meanings.kind(of: $0) } ?? .failed)
            (deliveries.baseAddress.unsafelyUnwrapped + number).initialize(to: resolved)
        }
    }

    /// Notes with each delivery the latest failed rows that tell of its token; in one second, those whose description
    /// is greater in byte order.
    private func noteEvidence(
        in shard: borrowing TallyShard, _ labels: borrowing InternedLabels, _ meanings: DescriptionMeanings
    ) {
        for (number, refusal) in shard.refusals.elements.enumerated() {
            let delivery = Int(refusal.delivery)
            guard meanings.evidence(of: refusal, on: deliveries[delivery].platform) != .unknown else { continue }
            if let known = evidence[refusal.delivery],
                !shard.refusals[Int(known)].pointee.precedes(refusal, labels, meanings)
            {
                continue
            }
            evidence[refusal.delivery] = UInt32(number)
        }
    }

    /// Lets every delivery tell its message.
    private func resolveMessages(
        of shard: borrowing TallyShard, _ identities: borrowing InternedIdentities, _ meanings: DescriptionMeanings
    ) {
        for (number, delivery) in shard.deliveries.elements.enumerated() {
            let message = Int(delivery.message)
            messages[message].add(deliveries[number], delivery.counts)
            if deliveries[number].state == .failed {
                let refusal = shard.refusals[Int(delivery.refusal)].pointee
                messages[message].add(meanings.category(of: refusal, on: deliveries[number].platform))
            }
            let record = shard.messages[message]
            if !record.pointee.isUserKnown, record.pointee.person != InternedIdentities.none,
                identities.key(record.pointee.person) == delivery.hwid
            {
                messages[message].noteThatTargetIsDevice()
            }
        }
    }
}

extension RefusalRecord {
    /// Whether other failed rows come later, as evidence of a token.
    func precedes(_ other: RefusalRecord, _ labels: borrowing InternedLabels, _ meanings: DescriptionMeanings) -> Bool {
        RefusalRule.decides(
            at: other.last, over: last,
            inOneSecond: labels.text(meanings.label(of: self)).isBefore(labels.text(meanings.label(of: other))))
    }
}
