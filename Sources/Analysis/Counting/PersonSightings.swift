import TrackingLog

/// Sees the persons of one shard's reported messages, with the tokens that are theirs.
struct PersonSightings: Sendable {
    /// By the shard that the person's key falls to; empty where it is none of those asked for.
    private(set) var byPerson: [[Sighting]]
    private let wanted: Range<Int>

    /// - Parameter wanted: which shards of the persons are looked for: all at once would be a list as long as all messages.
    init(
        _ shard: borrowing TallyShard, _ outcomes: ShardOutcomes, _ identities: borrowing InternedIdentities,
        in wanted: Range<Int>
    ) {
        self.wanted = wanted
        byPerson = Array(repeating: [], count: ShortKey.shardCount)
        // One sighting a message, made when its first delivery is met and added to by the others.
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
                    // Nobody is named: the device stands for the person.
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

    /// The number of a message's person; nil where none is named.
    private static func person(
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
        if token.isValid { validTokens.formUnion(token.platform) }
    }
}

extension InternedIdentities {
    /// The key that stands for a named person. It follows from the name's number, since the name's own key would have
    /// to be fetched.
    func personKey(_ name: InternedIdentities.Number) -> ShortKey {
        // The low bits of a product follow from those of the number, which all persons of a shard share.
        let product = (UInt64(name) + 1) &* 0x9E37_79B9_7F4A_7C15
        return ShortKey(low: product ^ product >> 32, high: name)
    }

    /// The key that stands for the person of a text's key: a named person's where the text is a name.
    func personKey(_ key: ShortKey) -> ShortKey {
        if let name = find(key) { personKey(name) } else { key }
    }
}
