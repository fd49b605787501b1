import TrackingLog

/// What the messages and deliveries of one part of a tally came to.
///
/// A class, so that what is found later (groups, tokens) can be noted where it belongs, and no copy is ever made.
final class SettledPart: @unchecked Sendable {
    /// As many as the part has, by their numbers. Several threads may write to different ones.
    let messages: UnsafeMutableBufferPointer<SettledMessage>
    let deliveries: UnsafeMutableBufferPointer<SettledDelivery>
    /// By delivery, the latest failed rows that tell of its token: a number in the part's refusals.
    private(set) var evidence: [UInt32: UInt32] = [:]

    init(
        _ part: borrowing TallyPart, _ names: borrowing Names, _ words: borrowing Words,
        _ meanings: DescriptionMeanings
    ) {
        messages = .allocate(capacity: part.messages.count)
        messages.initialize(repeating: SettledMessage())
        deliveries = .allocate(capacity: part.deliveries.count)
        settleDeliveries(of: part, meanings)
        noteEvidence(in: part, words, meanings)
        settleMessages(of: part, names, meanings)
    }

    deinit {
        messages.deallocate()
        deliveries.deallocate()
    }

    private func settleDeliveries(of part: borrowing TallyPart, _ meanings: DescriptionMeanings) {
        var gateways = [GatewaySet](repeating: [], count: part.deliveries.count)
        for refusal in part.refusals.elements {
            gateways[Int(refusal.delivery)].formUnion(meanings.gateways(of: refusal))
        }
        for (number, delivery) in part.deliveries.elements.enumerated() {
            let refusal: RefusalRecord? =
                delivery.refusal == RefusalRecord.none ? nil : part.refusals[Int(delivery.refusal)].pointee
            let settled = SettledDelivery(
                platform: Platform(
                    payload: delivery.payload.platform, gateway: gateways[number].only?.platform,
                    hwid: delivery.hwidShape.platform),
                state: DeliveryState(
                    opened: delivery.counts[.opened] > 0, received: delivery.counts[.received] > 0,
                    lastSent: delivery.lastSent.timestamp,
                    // Where nothing was opened or received it can only be delivered that was accepted.
                    lastDelivered: delivery.lastAccepted.timestamp, lastFailed: refusal?.last.timestamp),
                failure: refusal.map { meanings.kind(of: $0) } ?? .failed)
            (deliveries.baseAddress.unsafelyUnwrapped + number).initialize(to: settled)
        }
    }

    /// Notes with each delivery the latest failed rows that tell of its token; in one second, those whose description
    /// is greater in byte order.
    private func noteEvidence(
        in part: borrowing TallyPart, _ words: borrowing Words, _ meanings: DescriptionMeanings
    ) {
        for (number, refusal) in part.refusals.elements.enumerated() {
            let delivery = Int(refusal.delivery)
            guard meanings.evidence(of: refusal, on: deliveries[delivery].platform) != .unknown else { continue }
            if let known = evidence[refusal.delivery],
                !part.refusals[Int(known)].pointee.precedes(refusal, words, meanings)
            {
                continue
            }
            evidence[refusal.delivery] = UInt32(number)
        }
    }

    /// Lets every delivery tell its message.
    private func settleMessages(
        of part: borrowing TallyPart, _ names: borrowing Names, _ meanings: DescriptionMeanings
    ) {
        for (number, delivery) in part.deliveries.elements.enumerated() {
            let message = Int(delivery.message)
            messages[message].add(deliveries[number], delivery.counts)
            if deliveries[number].state == .failed {
                let refusal = part.refusals[Int(delivery.refusal)].pointee
                messages[message].add(meanings.category(of: refusal, on: deliveries[number].platform))
            }
            let record = part.messages[message]
            if !record.pointee.isUserKnown, record.pointee.person != Names.none,
                names.key(record.pointee.person) == delivery.hwid
            {
                messages[message].noteThatTargetIsDevice()
            }
        }
    }
}

extension RefusalRecord {
    /// Whether other failed rows come later, as evidence of a token.
    func precedes(_ other: RefusalRecord, _ words: borrowing Words, _ meanings: DescriptionMeanings) -> Bool {
        RefusalRule.decides(
            at: other.last, over: last,
            inOneSecond: words.text(meanings.word(of: self)).isBefore(words.text(meanings.word(of: other))))
    }
}
