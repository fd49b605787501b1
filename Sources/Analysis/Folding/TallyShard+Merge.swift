import TrackingLog

extension TallyShard {
    /// Adds everything in the same shard of another tally.
    mutating func merge(
        _ other: borrowing TallyShard, _ numbers: Renumbering, _ labels: borrowing InternedLabels,
        _ identities: borrowing InternedIdentities
    ) {
        var deliveries = [UInt32](repeating: 0, count: other.deliveries.count)
        messageSlots.reserve(self.messages.count + other.messages.count)
        // In the order of their slots, which is the order here: memory is read from one end to the other.
        other.messageSlots.forEach { number, isSecond in
            if isSecond {
                other.deliveries.prefetch(Int(other.messages[number].pointee.firstDelivery))
            } else {
                other.messages.prefetch(number)
            }
        } _: { number in
            let theirs = other.messages[number]
            let message = self.message(theirs.pointee.key)
            let isNew = self.messages[message].pointee.deliveryCount == 0
            merge(numbers.record(theirs.pointee), into: message, labels, identities)
            var delivery = theirs.pointee.firstDelivery
            while delivery != DeliveryRecord.none {
                let record = other.deliveries[Int(delivery)]
                deliveries[Int(delivery)] = UInt32(merge(record.pointee, of: message, isNew: isNew))
                delivery = record.pointee.next
            }
        }
        for refusal in other.refusals.elements {
            var rows = refusal
            rows.delivery = deliveries[Int(refusal.delivery)]
            rows.description = numbers.label(refusal.description)
            decide(count(rows), labels)
        }
        for events in other.rareEvents.elements {
            let delivery = deliveries[Int(events.delivery)]
            count(RareEventsRecord(delivery: delivery, label: numbers.label(events.label), count: events.count))
        }
    }

    /// Adds what is known of a message elsewhere.
    func merge(
        _ theirs: MessageRecord, into message: Int, _ labels: borrowing InternedLabels,
        _ identities: borrowing InternedIdentities
    ) {
        let mine = messages[message]
        mine.pointee.first = min(mine.pointee.first, theirs.first)
        mine.pointee.last = max(mine.pointee.last, theirs.last)
        mine.pointee.noteApp(theirs.app, at: theirs.appTime, labels)
        mine.pointee.noteName(theirs.name, at: theirs.nameTime, labels)
        if theirs.isUserKnown {
            mine.pointee.noteUser(theirs.person, at: theirs.personTime, identities)
        } else {
            mine.pointee.noteTarget(theirs.person, at: theirs.personTime, identities)
        }
    }

    /// Adds what is known of a delivery elsewhere.
    ///
    /// - Parameters:
    ///   - delivery: what is known.
    ///   - message: the number here of its message.
    ///   - isNew: whether the message had no deliveries here.
    /// - Returns: the number here of the delivery.
    mutating func merge(_ delivery: DeliveryRecord, of message: Int, isNew: Bool) -> Int {
        guard !isNew, let known = self.delivery(of: message, to: delivery.hwid) else {
            var delivery = delivery
            delivery.message = UInt32(message)
            // Its refusals are merged later, and decide then.
            delivery.forgetRefusal()
            return add(delivery)
        }
        let mine = deliveries[known]
        mine.pointee.lastSent = max(mine.pointee.lastSent, delivery.lastSent)
        mine.pointee.firstCreated = min(mine.pointee.firstCreated, delivery.firstCreated)
        mine.pointee.firstDelivered = min(mine.pointee.firstDelivered, delivery.firstDelivered)
        mine.pointee.firstOpened = min(mine.pointee.firstOpened, delivery.firstOpened)
        mine.pointee.lastAcceptance = max(mine.pointee.lastAcceptance, delivery.lastAcceptance)
        mine.pointee.noteAccepted(at: delivery.lastAcceptedRow)
        mine.pointee.notePayload(delivery.payload, at: delivery.payloadTime)
        mine.pointee.counts.merge(delivery.counts) { status, rest in
            count(RareEventsRecord(delivery: UInt32(known), label: UInt32(status.rawValue), count: rest))
        }
        return known
    }
}
