/// Some messages of one shard with what belongs to them, apart from a tally.
struct ShardPart: ~Copyable, Sendable {
    /// How much there is before the next message.
    struct Ends: BitwiseCopyable {
        let deliveries: UInt32
        let refusals: UInt32
        let rareEvents: UInt32
    }

    /// The people are numbers of any list; the labels are the tally's.
    var messages = FlatArray<MessageRecord>()
    /// By message.
    var ends = FlatArray<Ends>()
    /// Without the message's number.
    var deliveries = FlatArray<DeliveryRecord>()
    /// The delivery is its place here.
    var refusals = FlatArray<RefusalRecord>()
    /// The same.
    var rareEvents = FlatArray<RareEventsRecord>()

    /// The same, wherever it lies in memory.
    struct Rows {
        var messages: UnsafeBufferPointer<MessageRecord>
        var ends: UnsafeBufferPointer<Ends>
        var deliveries: UnsafeBufferPointer<DeliveryRecord>
        var refusals: UnsafeBufferPointer<RefusalRecord>
        var rareEvents: UnsafeBufferPointer<RareEventsRecord>
    }

    /// Valid until anything is added.
    var rows: Rows {
        Rows(
            messages: messages.elements, ends: ends.elements, deliveries: deliveries.elements,
            refusals: refusals.elements, rareEvents: rareEvents.elements)
    }

    /// Notes that what was added since the message before belongs to a message.
    mutating func append(_ message: MessageRecord) {
        messages.append(message)
        ends.append(
            Ends(
                deliveries: UInt32(deliveries.count), refusals: UInt32(refusals.count),
                rareEvents: UInt32(rareEvents.count)))
    }
}

extension TallyShard {
    /// Adds messages of this shard.
    ///
    /// - Parameter person: the number in the identities of a person's number in the part.
    mutating func add(
        _ part: ShardPart.Rows, _ labels: borrowing InternedLabels, _ identities: borrowing InternedIdentities,
        person: (UInt32) -> InternedIdentities.Number
    ) {
        var numbers: [UInt32] = []
        var (start, refusal, events) = (0, 0, 0)
        for (record, ends) in zip(part.messages, part.ends) {
            var record = record
            if record.person != InternedIdentities.none { record.person = person(record.person) }
            let message = self.message(record.key)
            let isNew = messages[message].pointee.deliveryCount == 0
            merge(record, into: message, labels, identities)
            numbers.removeAll(keepingCapacity: true)
            let first = start
            while start < Int(ends.deliveries) {
                numbers.append(UInt32(merge(part.deliveries[start], of: message, isNew: isNew)))
                start += 1
            }
            while refusal < Int(ends.refusals) {
                var rows = part.refusals[refusal]
                rows.delivery = numbers[Int(rows.delivery) - first]
                decide(count(rows), labels)
                refusal += 1
            }
            while events < Int(ends.rareEvents) {
                let rare = part.rareEvents[events]
                let delivery = numbers[Int(rare.delivery) - first]
                count(RareEventsRecord(delivery: delivery, label: rare.label, count: rare.count))
                events += 1
            }
        }
    }
}
