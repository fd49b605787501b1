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

    /// The number of a message's person; nil if none is named.
    static func person(
        of message: MessageRecord, _ resolved: ResolvedMessage, _ identities: borrowing InternedIdentities
    ) -> InternedIdentities.Number? {
        guard message.person != InternedIdentities.none else { return nil }
        return PersonRule.person(
            user: message.isUserKnown ? message.person : nil, target: message.person,
            isDevice: { _ in resolved.isTargetDevice },
            isToken: { PushToken.isLikely(identities.text($0).bindMemory(to: UInt8.self).span) })
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

extension InternedIdentities {
    /// The key for a named person.
    ///
    /// It follows from the identity's number: the identity's own key would have to be fetched.
    func personKey(_ name: InternedIdentities.Number) -> ShortKey {
        // The low bits of a product follow from the number's low bits, which all people of a shard share.
        let product = (UInt64(name) + 1) &* 0x9E37_79B9_7F4A_7C15
        return ShortKey(low: product ^ product >> 32, high: name)
    }

    /// The key for the person of a text's key: a named person's if the text is a name.
    func personKey(_ key: ShortKey) -> ShortKey {
        if let name = find(key) { personKey(name) } else { key }
    }
}
