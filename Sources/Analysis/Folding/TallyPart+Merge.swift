import TrackingLog

extension TallyPart {
    /// Adds everything that the same part of another tally has.
    mutating func merge(
        _ other: borrowing TallyPart, _ numbers: Renumbering, _ words: borrowing Words, _ names: borrowing Names
    ) {
        let messages = mergeMessages(of: other, numbers, words, names)
        let deliveries = mergeDeliveries(of: other, messages)
        for refusal in other.refusals.elements {
            var rows = refusal
            rows.delivery = deliveries[Int(refusal.delivery)]
            rows.description = numbers.word(refusal.description)
            decide(count(rows), words)
        }
        for events in other.rareEvents.elements {
            let message = messages[Int(events.message)]
            count(RareEventsRecord(message: message, word: numbers.word(events.word), count: events.count))
        }
    }

    /// - Returns: the number here of each of the other's messages.
    private mutating func mergeMessages(
        of other: borrowing TallyPart, _ numbers: Renumbering, _ words: borrowing Words, _ names: borrowing Names
    ) -> [UInt32] {
        var merged = [UInt32](repeating: 0, count: other.messages.count)
        // In the order of their slots, which is that of the slots here: memory is read from one end to the other.
        messageSlots.reserve(messages.count + other.messages.count)
        other.messageSlots.forEach { _, number in
            let theirs = other.messages[number].pointee
            let known = message(theirs.key)
            merged[number] = UInt32(known)
            let mine = messages[known]
            mine.pointee.noteApp(numbers.word(theirs.app), at: theirs.appTime, words)
            mine.pointee.noteTarget(numbers.name(theirs.target), at: theirs.targetTime, names)
            mine.pointee.noteUser(numbers.name(theirs.user), at: theirs.userTime, names)
        }
        return merged
    }

    /// - Returns: the number here of each of the other's deliveries.
    private mutating func mergeDeliveries(of other: borrowing TallyPart, _ messages: [UInt32]) -> [UInt32] {
        var merged = [UInt32](repeating: 0, count: other.deliveries.count)
        deliverySlots.reserve(deliveries.count + other.deliveries.count)
        other.deliverySlots.forEach { hash, number in
            var theirs = other.deliveries[number].pointee
            theirs.message = messages[Int(theirs.message)]
            // Their refusals come after, and decide anew.
            theirs.refusal = DeliveryRecord.noRefusal
            let known = deliverySlots.find(hash) {
                deliveries[$0].pointee.hwid == theirs.hwid && deliveries[$0].pointee.message == theirs.message
            }
            guard let known else {
                merged[number] = UInt32(add(theirs, hash: hash))
                return
            }
            merged[number] = UInt32(known)
            let mine = deliveries[known]
            mine.pointee.lastSent = max(mine.pointee.lastSent, theirs.lastSent)
            mine.pointee.lastDelivered = max(mine.pointee.lastDelivered, theirs.lastDelivered)
            mine.pointee.notePayload(theirs.payload, at: theirs.payloadTime)
            mine.pointee.counts.merge(theirs.counts) { status, rest in
                count(RareEventsRecord(message: theirs.message, word: UInt32(status.rawValue), count: rest))
            }
        }
        return merged
    }
}
