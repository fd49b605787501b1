import TrackingLog

/// The messages of a tally's shard, by the shard of the person that they are for.
struct PersonMessages: Sendable {
    /// The numbers of messages to named people.
    private(set) var named = [[UInt32]](repeating: [], count: ShortKey.shardCount)
    /// The numbers of deliveries to devices that stand for people; those of one message and person follow each other.
    private(set) var unnamed = [[UInt32]](repeating: [], count: ShortKey.shardCount)

    init(_ shard: Int, of resolved: ResolvedTally) {
        let table = resolved.tally.shards[shard]
        var devices: [(person: ShortKey, delivery: UInt32)] = []
        for (number, message) in table.pointee.messages.elements.enumerated() {
            if let person = resolved.person(of: number, in: shard) {
                named[resolved.tally.identities.personKey(person).shard].append(UInt32(number))
                continue
            }
            devices.removeAll(keepingCapacity: true)
            table.pointee.forEachDelivery(of: message) { delivery, record in
                guard record.hwidShape != .empty else { return }
                devices.append((resolved.tally.identities.personKey(record.hwid), UInt32(delivery)))
            }
            // Only by aliases do two devices stand for one person.
            if devices.count > 1, !resolved.tally.identities.persons.isEmpty {
                devices.sort { ($0.person.hash, $0.delivery) < ($1.person.hash, $1.delivery) }
            }
            for device in devices { unnamed[device.person.shard].append(device.delivery) }
        }
    }
}

/// A message, and a person that it is for.
struct MessageOfPerson {
    let key: ShortKey
    /// The person's number in the identities; `none` for a device that stands for a person.
    let name: InternedIdentities.Number
    let shard: Int
    let message: Int
    /// The deliveries of the message that are for the person; nil if all are.
    let deliveries: ArraySlice<UInt32>?

    func record(in resolved: ResolvedTally) -> MessageRecord {
        resolved.tally.shards[shard].pointee.messages[message].pointee
    }

    /// Whether a filter selects the message.
    func isSelected(in resolved: ResolvedTally) -> Bool { resolved.outcomes[shard].messages[message].isReported }

    /// Visits the deliveries that are for the person.
    func forEachDelivery(in resolved: ResolvedTally, _ body: (Int) -> Void) {
        if let deliveries {
            for delivery in deliveries { body(Int(delivery)) }
        } else {
            resolved.tally.shards[shard].pointee.forEachDelivery(of: record(in: resolved)) { delivery, _ in
                body(delivery)
            }
        }
    }
}

extension [PersonMessages] {
    /// Visits each message of each person in a shard of people.
    ///
    /// A message to several devices that stand for people comes once for each person.
    func forEach(inShard person: Int, of resolved: ResolvedTally, _ body: (MessageOfPerson) -> Void) {
        for (shard, lists) in enumerated() {
            for message in lists.named[person] {
                guard let name = resolved.person(of: Int(message), in: shard) else { continue }
                body(
                    MessageOfPerson(
                        key: resolved.tally.identities.personKey(name), name: name, shard: shard, message: Int(message),
                        deliveries: nil))
            }
            var rest = lists.unnamed[person][...]
            while let first = rest.first {
                let device = resolved.delivery(first, in: shard)
                let key = resolved.tally.identities.personKey(device.hwid)
                let deliveries = rest.prefix { number in
                    let other = resolved.delivery(number, in: shard)
                    return other.message == device.message && resolved.tally.identities.personKey(other.hwid) == key
                }
                body(
                    MessageOfPerson(
                        key: key, name: resolved.tally.identities.name(ofDevice: device.hwid), shard: shard,
                        message: Int(device.message), deliveries: deliveries))
                rest = rest[deliveries.endIndex...]
            }
        }
    }
}

extension ResolvedTally {
    fileprivate func delivery(_ number: UInt32, in shard: Int) -> DeliveryRecord {
        tally.shards[shard].pointee.deliveries[Int(number)].pointee
    }
}

extension InternedIdentities {
    /// The number of the person that a device stands for; `none` if its hwid is no identity.
    fileprivate func name(ofDevice hwid: ShortKey) -> Number { find(hwid).map { person($0) } ?? Self.none }
}
