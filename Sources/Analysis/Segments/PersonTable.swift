import TrackingLog

/// The people of a shard, with what the logs show of each.
struct PersonTable: ~Copyable, Sendable {
    private(set) var people = FlatArray<PersonFacts>()
    private var slots = SlotTable()

    /// - Parameters:
    ///   - messages: the messages of all people.
    ///   - shard: the shard of people.
    ///   - selection: the deliveries that count; its messages are marked.
    init(_ messages: [PersonMessages], shard: Int, of resolved: ResolvedTally, _ selection: DeliverySelection) {
        messages.forEach(inShard: shard, of: resolved) { message in
            note(message, of: resolved, selection)
        }
    }

    /// The number of a person; nil if there is none of the key.
    func find(_ key: ShortKey) -> Int? {
        slots.find(key.hash) { people[$0].pointee.key == key }
    }

    private mutating func note(
        _ message: MessageOfPerson, of resolved: ResolvedTally, _ selection: DeliverySelection
    ) {
        let number = find(message.key) ?? add(PersonFacts(key: message.key, name: message.name))
        let person = people[number]
        let shard = message.shard
        let table = resolved.tally.shards[shard]
        let record = message.record(in: resolved)
        let isCounted = message.isSelected(in: resolved)
        var (isDelivered, isFailed, isAny) = (false, false, false)
        message.forEachDelivery(in: resolved) { delivery in
            guard selection.keeps(delivery, of: shard, in: resolved) else { return }
            person.pointee.note(resolved.outcomes[shard].deliveries[delivery].token)
            guard isCounted else { return }
            isAny = true
            let facts = table.pointee.deliveries[delivery].pointee
            person.pointee.attempts += UInt32(clamping: table.pointee.count(of: .sent, in: delivery))
            if resolved.outcomes[shard].deliveries[delivery].state.isAccepted {
                isDelivered = true
                person.pointee.lastGood = max(person.pointee.lastGood, facts.lastGood)
            }
            guard let failure = resolved.failure(of: delivery, in: shard) else { return }
            isFailed = true
            if person.pointee.lastFailure.map({ resolved.outranks(failure, $0) }) ?? true {
                person.pointee.lastFailure = failure
            }
        }
        guard isAny else { return }
        person.pointee.messages += 1
        person.pointee.lastEvent = max(person.pointee.lastEvent, record.last)
        if isDelivered {
            person.pointee.delivered += 1
        } else {
            let known = person.pointee.undelivered
            if record.first > known.time || record.first == known.time && isGreater(record.name, known.name, resolved) {
                person.pointee.undelivered = (record.name, record.first)
            }
        }
        if isFailed { person.pointee.failed += 1 }
    }

    private func isGreater(_ name: UInt32, _ other: UInt32, _ resolved: ResolvedTally) -> Bool {
        guard name != InternedLabels.none else { return false }
        return other == InternedLabels.none
            || resolved.tally.labels.text(other).isBefore(resolved.tally.labels.text(name))
    }

    private mutating func add(_ person: PersonFacts) -> Int {
        people.append(person)
        slots.insert(person.key.hash, record: people.count - 1)
        return people.count - 1
    }
}

extension DeliveryRecord {
    /// The latest time that something of it was accepted.
    var lastGood: CompactTime { max(lastAcceptance, lastAcceptedRow) }
}
