import TrackingLog

/// The outcomes of one shard's messages and deliveries.
///
/// A class: groups and tokens are added later, without a copy.
final class ShardOutcomes: @unchecked Sendable {
    /// By their numbers in the shard. Several threads may write to different ones.
    let messages: UnsafeMutableBufferPointer<ResolvedMessage>
    let deliveries: UnsafeMutableBufferPointer<ResolvedDelivery>
    /// By delivery, the latest failed rows that are evidence of its token: a number in the shard's refusals.
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

    /// Has the report be on every message, as one group.
    func markAll() {
        for number in messages.indices { messages[number].group = 0 }
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
                    // If nothing was opened or received, an acceptance can only be delivered.
                    lastDelivered: delivery.lastAcceptance.timestamp, lastFailed: refusal?.last.timestamp,
                    accepted: delivery.lastAcceptedRow != .none),
                failure: refusal.map { meanings.kind(of: $0) } ?? .failed)
            (deliveries.baseAddress.unsafelyUnwrapped + number).initialize(to: resolved)
        }
    }

    /// Notes with each delivery the failed rows that are evidence of its token, and decide by ``RefusalRule``.
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

    /// Adds every delivery to its message.
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
    /// Whether other failed rows decide over these as evidence of a token.
    func precedes(_ other: RefusalRecord, _ labels: borrowing InternedLabels, _ meanings: DescriptionMeanings) -> Bool {
        RefusalRule.decides(
            at: other.last, over: last,
            inOneSecond: labels.text(meanings.label(of: self)).isBefore(labels.text(meanings.label(of: other))))
    }
}
