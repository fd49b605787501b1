import TrackingLog

/// Sees the persons of one part's reported messages, with the tokens that are theirs.
struct PersonSightings: Sendable {
    /// By the part that the person's key falls to; empty where it is none of those asked for.
    private(set) var byPerson: [[Sighting]]
    private let wanted: Range<Int>

    /// - Parameter wanted: which parts of the persons are looked for: all at once would be a list as long as all messages.
    init(
        _ part: borrowing TallyPart, _ settled: SettledPart, _ names: borrowing Names, in wanted: Range<Int>
    ) {
        self.wanted = wanted
        byPerson = Array(repeating: [], count: ShortKey.parts)
        // One sighting a message, made when its first delivery is met and added to by the others.
        for (number, message) in part.messages.elements.enumerated() where settled.messages[number].isReported {
            var ofMessage: Sighting?
            if let person = PersonSightings.person(of: message, settled.messages[number], names) {
                ofMessage = Sighting(key: names.personKey(person), group: settled.messages[number].group)
            }
            var next = message.firstDelivery
            while next != DeliveryRecord.none {
                let delivery = part.deliveries[Int(next)].pointee
                let token = settled.deliveries[Int(next)].token
                if ofMessage != nil {
                    ofMessage?.add(token)
                } else if delivery.hwidShape != .empty {
                    // Nobody is named: the device stands for the person.
                    var sighting = Sighting(
                        key: names.personKey(delivery.hwid), group: settled.messages[number].group)
                    sighting.add(token)
                    add(sighting)
                }
                next = delivery.next
            }
            if let ofMessage { add(ofMessage) }
        }
    }

    private mutating func add(_ sighting: Sighting) {
        if wanted.contains(sighting.key.part) { byPerson[sighting.key.part].append(sighting) }
    }

    /// A message's person: its user; else its target, where that can be one; else nil.
    private static func person(
        of message: MessageRecord, _ settled: SettledMessage, _ names: borrowing Names
    ) -> Names.Number? {
        if message.isUserKnown { return message.person }
        guard message.person != Names.none else { return nil }
        let isPerson = PersonRule.isPerson(
            isDevice: settled.isTargetDevice,
            isToken: PushToken.isLikely(names.text(message.person).bindMemory(to: UInt8.self).span))
        return isPerson ? message.person : nil
    }
}

extension Sighting {
    fileprivate mutating func add(_ token: TokenMark) {
        tokens.formUnion(token.platform)
        if token.isValid { validTokens.formUnion(token.platform) }
    }
}

extension Names {
    /// The key that stands for a named person. It follows from the name's number, since the name's own key would have
    /// to be fetched.
    func personKey(_ name: Names.Number) -> ShortKey {
        // The low bits of a product follow from those of the number, which all persons of a part share.
        let product = (UInt64(name) + 1) &* 0x9E37_79B9_7F4A_7C15
        return ShortKey(low: product ^ product >> 32, high: name)
    }

    /// The key that stands for the person of a text's key: a named person's where the text is a name.
    func personKey(_ key: ShortKey) -> ShortKey {
        if let name = find(key) { personKey(name) } else { key }
    }
}
