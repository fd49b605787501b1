import TrackingLog

/// One shard of a tally: its messages with their deliveries, refusals and rare events.
struct TallyShard: ~Copyable, Sendable {
    var messages = FlatArray<MessageRecord>()
    var messageSlots = SlotTable()
    var deliveries = FlatArray<DeliveryRecord>()
    /// Only for the deliveries of messages with many.
    private var deliverySlots = SlotTable()
    var refusals = FlatArray<RefusalRecord>()
    private var refusalSlots = SlotTable()
    var rareEvents = FlatArray<RareEventsRecord>()
    private var rareEventSlots = SlotTable()

    /// The bytes that it takes.
    var allocatedBytes: Int {
        messages.allocatedBytes + deliveries.allocatedBytes + refusals.allocatedBytes + rareEvents.allocatedBytes
            + messageSlots.allocatedBytes + deliverySlots.allocatedBytes + refusalSlots.allocatedBytes
            + rareEventSlots.allocatedBytes
    }

    /// The number of a key's message, which is added if it is new.
    @inline(__always)
    mutating func message(_ key: ShortKey) -> Int {
        find(key) ?? addMessage(key)
    }

    /// The number of a key's message; nil if it is not there.
    @inline(__always)
    func find(_ key: ShortKey) -> Int? {
        messageSlots.find(key.hash) { messages[$0].pointee.key == key }
    }

    private mutating func addMessage(_ key: ShortKey) -> Int {
        messages.append(MessageRecord(key: key))
        messageSlots.insert(key.hash, record: messages.count - 1)
        return messages.count - 1
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

    /// Adds events that do not fit into ``EventCounts``.
    mutating func count(_ events: RareEventsRecord) {
        if let known = place(of: events) {
            rareEvents[known].pointee.count += events.count
        } else {
            rareEvents.append(events)
            rareEventSlots.insert(events.hash, record: rareEvents.count - 1)
        }
    }

    /// The number of a delivery's rows of a status.
    func count(of status: Status, in delivery: Int) -> Int {
        let kept = deliveries[delivery].pointee.counts[status]
        guard kept == EventCounts.maximum else { return kept }
        let excess = RareEventsRecord(delivery: UInt32(delivery), label: UInt32(status.rawValue), count: 0)
        return kept + (place(of: excess).map { rareEvents[$0].pointee.count } ?? 0)
    }

    private func place(of events: RareEventsRecord) -> Int? {
        rareEventSlots.find(events.hash) { number in
            rareEvents[number].pointee.delivery == events.delivery && rareEvents[number].pointee.label == events.label
        }
    }
}

// MARK: - The end of folding

extension TallyShard {
    /// Frees what only folding and merging need: a tenth of the memory.
    mutating func dropIndexes() {
        messageSlots = SlotTable()
        deliverySlots = SlotTable()
        refusalSlots = SlotTable()
        rareEventSlots = SlotTable()
    }
}

// MARK: - Deliveries

extension TallyShard {
    /// The number of a message's deliveries that are searched one by one; more are found by hash.
    ///
    /// Most messages go to a few devices, and need neither a slot nor a second look-up. But a message may go to a million.
    private static let few = 8

    /// The number of a message's delivery to a device.
    @inline(__always)
    func delivery(of message: Int, to hwid: ShortKey) -> Int? {
        let record = messages[message]
        guard record.pointee.deliveryCount <= TallyShard.few else {
            return deliverySlots.find(hwid.hash(with: message)) {
                deliveries[$0].pointee.message == UInt32(message) && deliveries[$0].pointee.hwid == hwid
            }
        }
        var number = record.pointee.firstDelivery
        while number != DeliveryRecord.none {
            if deliveries[Int(number)].pointee.hwid == hwid { return Int(number) }
            number = deliveries[Int(number)].pointee.next
        }
        return nil
    }

    /// Visits the deliveries of a message, with their numbers.
    @inline(__always)
    func forEachDelivery(of message: MessageRecord, _ body: (Int, DeliveryRecord) -> Void) {
        var next = message.firstDelivery
        while next != DeliveryRecord.none {
            let delivery = deliveries[Int(next)].pointee
            body(Int(next), delivery)
            next = delivery.next
        }
    }

    /// Adds a new delivery of its message.
    ///
    /// - Returns: its number.
    mutating func add(_ delivery: DeliveryRecord) -> Int {
        let number = deliveries.count
        let message = messages[Int(delivery.message)]
        var delivery = delivery
        delivery.next = message.pointee.firstDelivery
        deliveries.append(delivery)
        message.pointee.firstDelivery = UInt32(number)
        message.pointee.deliveryCount = max(message.pointee.deliveryCount, message.pointee.deliveryCount &+ 1)
        if message.pointee.deliveryCount == TallyShard.few + 1 {
            // From now on all are found by hash.
            var each = UInt32(number)
            while each != DeliveryRecord.none {
                addSlot(Int(each))
                each = deliveries[Int(each)].pointee.next
            }
        } else if message.pointee.deliveryCount > TallyShard.few {
            addSlot(number)
        }
        return number
    }

    private mutating func addSlot(_ number: Int) {
        let delivery = deliveries[number]
        deliverySlots.insert(delivery.pointee.hwid.hash(with: Int(delivery.pointee.message)), record: number)
    }
}
