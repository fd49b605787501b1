import TrackingLog

/// One part of a tally: the messages whose keys fall to it, with all that belongs to them.
struct TallyPart: ~Copyable, Sendable {
    var messages = FlatArray<MessageRecord>()
    var messageSlots = SlotTable()
    var deliveries = FlatArray<DeliveryRecord>()
    var deliverySlots = SlotTable()
    var refusals = FlatArray<RefusalRecord>()
    var refusalSlots = SlotTable()
    var rareEvents = FlatArray<RareEventsRecord>()
    var rareEventSlots = SlotTable()

    // MARK: - Finding, or adding

    @inline(__always)
    mutating func delivery(_ keys: RowKeys, hwid: UnsafeRawBufferPointer) -> Int {
        if let known = find(keys) { return known }
        let message = self.message(keys.message)
        let shape = HwidShape(hwid.bindMemory(to: UInt8.self).span)
        let record = DeliveryRecord(hwid: keys.hwid, shape: shape, message: UInt32(message))
        return add(record, hash: keys.delivery)
    }

    @inline(__always)
    private func find(_ keys: RowKeys) -> Int? {
        deliverySlots.find(keys.delivery) { number in
            let delivery = deliveries[number]
            return delivery.pointee.hwid == keys.hwid
                && messages[Int(delivery.pointee.message)].pointee.key == keys.message
        }
    }

    mutating func add(_ delivery: DeliveryRecord, hash: UInt64) -> Int {
        let number = deliveries.count
        deliveries.append(delivery)
        deliverySlots.insert(hash, record: number)
        return number
    }

    mutating func message(_ key: ShortKey) -> Int {
        if let known = messageSlots.find(key.hash, { messages[$0].pointee.key == key }) { return known }
        let number = messages.count
        messages.append(MessageRecord(key: key))
        messageSlots.insert(key.hash, record: number)
        return number
    }

    /// Adds failed rows of one delivery, status and description.
    ///
    /// - Returns: the number of their record.
    mutating func count(_ rows: RefusalRecord) -> Int {
        let known = refusalSlots.find(rows.hash) { number in
            let refusal = refusals[number].pointee
            return refusal.delivery == rows.delivery && refusal.description == rows.description
                && refusal.status == rows.status
        }
        if let known {
            refusals[known].pointee.count += rows.count
            refusals[known].pointee.last = max(refusals[known].pointee.last, rows.last)
            return known
        }
        refusals.append(rows)
        refusalSlots.insert(rows.hash, record: refusals.count - 1)
        return refusals.count - 1
    }

    mutating func count(_ events: RareEventsRecord) {
        let known = rareEventSlots.find(events.hash) { number in
            rareEvents[number].pointee.message == events.message && rareEvents[number].pointee.word == events.word
        }
        if let known {
            rareEvents[known].pointee.count += events.count
        } else {
            rareEvents.append(events)
            rareEventSlots.insert(events.hash, record: rareEvents.count - 1)
        }
    }
}
