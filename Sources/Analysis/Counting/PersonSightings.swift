import TrackingLog

/// The people of one shard's reported messages, with their tokens.
struct PersonSightings: Sendable {
    /// By the shard of the person's key; empty for shards that are not wanted.
    private(set) var byPerson: [[Sighting]]
    private let wanted: Range<Int>

    /// - Parameter wanted: the shards of people to look for. For all at once the list is as long as that of messages.
    init(
        _ shard: borrowing TallyShard, _ outcomes: ShardOutcomes, _ identities: borrowing InternedIdentities,
        in wanted: Range<Int>
    ) {
        self.wanted = wanted
        byPerson = Array(repeating: [], count: ShortKey.shardCount)
        // One sighting per message, with the tokens of all its deliveries.
        for (number, message) in shard.messages.elements.enumerated() where outcomes.messages[number].isReported {
            var ofMessage: Sighting?
            if let person = PersonSightings.person(of: message, outcomes.messages[number], identities) {
                ofMessage = Sighting(key: identities.personKey(person), group: outcomes.messages[number].group)
            }
            var next = message.firstDelivery
            while next != DeliveryRecord.none {
                let delivery = shard.deliveries[Int(next)].pointee
                let token = outcomes.deliveries[Int(next)].token
                if ofMessage != nil {
                    ofMessage?.add(token)
                } else if delivery.hwidShape != .empty {
                    // No person is named: the device stands for one.
                    var sighting = Sighting(
                        key: identities.personKey(delivery.hwid), group: outcomes.messages[number].group)
                    sighting.add(token)
                    add(sighting)
                }
                next = delivery.next
            }
            if let ofMessage { add(ofMessage) }
        }
    }

    private mutating func add(_ sighting: Sighting) {
        if wanted.contains(sighting.key.shard) { byPerson[sighting.key.shard].append(sighting) }
    }

    /// The number of a message's person; nil if none is named. An alias is its person.
    static func person(
        of message: MessageRecord, _ resolved: ResolvedMessage, _ identities: borrowing InternedIdentities
    ) -> InternedIdentities.Number? {
        guard message.person != InternedIdentities.none else { return nil }
        return PersonRule.person(
            user: message.isUserKnown ? message.person : nil, target: message.person,
            isDevice: { _ in resolved.isTargetDevice },
            isToken: { PushToken.isLikely(identities.text($0).bindMemory(to: UInt8.self).span) }
        ).map { identities.person($0) }
    }
}

extension Sighting {
    fileprivate mutating func add(_ token: TokenMark) {
        tokens.formUnion(token.platform)
        if token.state == .valid {
            validTokens.formUnion(token.platform)
            facts.insert(.isCovered)
        }
    }
}
