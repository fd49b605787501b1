import TrackingLog

/// What one part of a tally comes to.
struct PartSettlement: Sendable {
    var groups: [GroupTally]
    var reasons: [ReasonKey: ReasonTally] = [:]
    var failedDeliveries = 0
    /// Split by ``ShortKey/part``.
    var devices: [[Sighting]]
    var persons: [[Sighting]]

    struct ReasonKey: Hashable {
        var platform: Platform
        /// The description, in the words.
        var word: UInt32
    }

    struct ReasonTally {
        var deliveries = 0
        var events = 0
    }

    /// - Parameter groups: how many groups there are; ``SettledMessage/group`` is below that.
    init(_ part: borrowing TallyPart, _ names: borrowing Names, _ meanings: DescriptionMeanings, groups: Int) {
        self.groups = Array(repeating: GroupTally(), count: groups)
        devices = Array(repeating: [], count: ShortKey.parts)
        persons = Array(repeating: [], count: ShortKey.parts)
        var messages = [SettledMessage](repeating: SettledMessage(), count: part.messages.count)
        let deliveries = PartSettlement.settle(part, &messages, names, meanings)
        for number in messages.indices {
            messages[number].group = UInt32(messages[number].platform.rawValue)
            self.groups[Int(messages[number].group)].add(messages[number])
        }
        countDeliveries(of: part, deliveries, messages, meanings)
        countPersons(of: part, messages, names)
        for events in part.rareEvents.elements {
            self.groups[Int(messages[Int(events.message)].group)].rareEvents[events.word, default: 0] += events.count
        }
    }

    // MARK: - Settling

    /// Settles every delivery, and lets it tell its message.
    private static func settle(
        _ part: borrowing TallyPart, _ messages: inout [SettledMessage], _ names: borrowing Names,
        _ meanings: DescriptionMeanings
    ) -> [SettledDelivery] {
        var gateways = [GatewaySet](repeating: [], count: part.deliveries.count)
        for refusal in part.refusals.elements {
            gateways[Int(refusal.delivery)].formUnion(meanings.gateways(of: refusal))
        }
        var settled: [SettledDelivery] = []
        settled.reserveCapacity(part.deliveries.count)
        for (number, delivery) in part.deliveries.elements.enumerated() {
            let refusal: RefusalRecord? =
                delivery.refusal == RefusalRecord.none ? nil : part.refusals[Int(delivery.refusal)].pointee
            let outcome = SettledDelivery(
                platform: delivery.payload.platform ?? gateways[number].only?.platform ?? delivery.hwidShape.platform,
                state: DeliveryState(
                    opened: delivery.counts[.opened] > 0, received: delivery.counts[.received] > 0,
                    lastSent: delivery.lastSent.timestamp, lastDelivered: delivery.lastDelivered.timestamp,
                    lastFailed: refusal?.last.timestamp),
                failure: refusal.map { meanings.kind(of: $0) } ?? .failed)
            settled.append(outcome)
            let message = Int(delivery.message)
            messages[message].add(outcome, delivery.counts)
            let record = part.messages[message]
            if !record.pointee.isUserKnown, record.pointee.person != Names.none,
                names.key(record.pointee.person) == delivery.hwid
            {
                messages[message].isTargetDevice = true
            }
        }
        return settled
    }

    // MARK: - Counting

    private mutating func countDeliveries(
        of part: borrowing TallyPart, _ settled: [SettledDelivery], _ messages: [SettledMessage],
        _ meanings: DescriptionMeanings
    ) {
        for (number, delivery) in part.deliveries.elements.enumerated() {
            let group = messages[Int(delivery.message)].group
            groups[Int(group)].add(delivery.counts)
            if delivery.hwidShape != .empty {
                devices[delivery.hwid.part].append(Sighting(key: delivery.hwid, group: group))
            }
            if settled[number].state == .failed {
                failedDeliveries += 1
                let word = meanings.word(of: part.refusals[Int(delivery.refusal)].pointee)
                reasons[ReasonKey(platform: settled[number].platform, word: word), default: ReasonTally()]
                    .deliveries += 1
            }
        }
        for refusal in part.refusals.elements {
            let platform = settled[Int(refusal.delivery)].platform
            reasons[ReasonKey(platform: platform, word: meanings.word(of: refusal)), default: ReasonTally()]
                .events += Int(refusal.count)
        }
    }

    /// Sees each message's person: its user; else its target, where that can be one; else, for each delivery, the
    /// device.
    private mutating func countPersons(
        of part: borrowing TallyPart, _ messages: [SettledMessage], _ names: borrowing Names
    ) {
        var isNamed = [Bool](repeating: false, count: messages.count)
        for (number, message) in part.messages.elements.enumerated() {
            guard let name = person(of: message, messages[number], names) else { continue }
            isNamed[number] = true
            see(PartSettlement.person(name), messages[number])
        }
        for delivery in part.deliveries.elements
        where !isNamed[Int(delivery.message)] && delivery.hwidShape != .empty {
            let person = names.find(delivery.hwid).map(PartSettlement.person) ?? delivery.hwid
            see(person, messages[Int(delivery.message)])
        }
    }

    private mutating func see(_ person: ShortKey, _ message: SettledMessage) {
        persons[person.part].append(Sighting(key: person, group: message.group))
    }

    /// The key that stands for a named person. It follows from the name's number, since the name's own key would have
    /// to be fetched.
    private static func person(_ name: Names.Number) -> ShortKey {
        ShortKey(low: (UInt64(name) + 1) &* 0x9E37_79B9_7F4A_7C15, high: name)
    }

    private func person(
        of message: MessageRecord, _ settled: SettledMessage, _ names: borrowing Names
    ) -> Names.Number? {
        if message.isUserKnown { return message.person }
        guard message.person != Names.none, !settled.isTargetDevice else { return nil }
        let target = names.text(message.person).bindMemory(to: UInt8.self)
        return PushToken.isLikely(target.span) ? nil : message.person
    }
}
