public import TrackingLog

extension Tally {
    /// Adds the events of a batch, and notes its rejects.
    public mutating func fold(_ batch: borrowing EventBatch) {
        requireOpen()
        rejects.add(batch)
        rows += batch.rows.count
        batch.text.withUnsafeBytes { text in
            batch.rows.withUnsafeBufferPointer { rows in
                withUnsafeTemporaryAllocation(of: RowKeys.self, capacity: Tally.stride) { keys in
                    var start = 0
                    while start < rows.count {
                        let end = min(start + Tally.stride, rows.count)
                        fold(UnsafeBufferPointer(rebasing: rows[start..<end]), keys, of: text)
                        start = end
                    }
                }
            }
        }
    }

    /// Folds a few rows, for whose keys there is room.
    private mutating func fold(
        _ rows: UnsafeBufferPointer<EventRow>, _ keys: UnsafeMutableBufferPointer<RowKeys>,
        of text: UnsafeRawBufferPointer
    ) {
        guard let first = rows.baseAddress else { return }
        let key = KeyedHash.key
        for index in rows.indices { keys[index] = RowKeys(rows[index], of: text, by: key) }
        prefetch(rows, keys, of: text)
        for index in rows.indices { fold(first + index, keys[index], of: text) }
    }

    private mutating func fold(_ row: UnsafePointer<EventRow>, _ keys: RowKeys, of text: UnsafeRawBufferPointer) {
        let time = CompactTime(row.pointee.time)
        let shard = shards[keys.message.shard]
        let message = shard.pointee.message(keys.message)
        let delivery = shard.pointee.delivery(of: message, to: keys.hwid) ?? add(row, keys, to: message, of: text)
        count(row, at: time, shard, delivery, of: text)
        note(
            row, keys.payload, at: time, shard.pointee.messages[message], shard.pointee.deliveries[delivery], of: text)
        if texts.isKept {
            texts.note(row, at: time, shard: keys.message.shard, message: message, delivery: delivery, of: text)
        }
    }

    /// Adds the delivery of its first row.
    private mutating func add(
        _ row: UnsafePointer<EventRow>, _ keys: RowKeys, to message: Int, of text: UnsafeRawBufferPointer
    ) -> Int {
        let shape = HwidShape(text[row.pointee.hwid].bindMemory(to: UInt8.self).span)
        let delivery = DeliveryRecord(hwid: keys.hwid, shape: shape, message: UInt32(message))
        return shards[keys.message.shard].pointee.add(delivery)
    }

    /// Counts a row, and updates its delivery's times.
    @inline(__always)
    private mutating func count(
        _ row: UnsafePointer<EventRow>, at time: CompactTime, _ shard: UnsafeMutablePointer<TallyShard>, _ number: Int,
        of text: UnsafeRawBufferPointer
    ) {
        let delivery = shard.pointee.deliveries[number]
        let status = row.pointee.status
        if !delivery.pointee.counts.count(status) {
            let label = labels.number(of: status, word: text[row.pointee.statusWord])
            shard.pointee.count(RareEventsRecord(delivery: UInt32(number), label: label, count: 1))
        }
        switch status {
        case .created: delivery.pointee.firstCreated = min(delivery.pointee.firstCreated, time)
        case .sent: delivery.pointee.lastSent = max(delivery.pointee.lastSent, time)
        case .delivered: delivery.pointee.firstDelivered = min(delivery.pointee.firstDelivered, time)
        case .opened: delivery.pointee.firstOpened = min(delivery.pointee.firstOpened, time)
        case .accepted: delivery.pointee.noteAccepted(at: time)
        default: break
        }
        if status.isAcceptance {
            delivery.pointee.lastAcceptance = max(delivery.pointee.lastAcceptance, time)
        } else if status.isRefusal {
            let rows = RefusalRecord(
                delivery: UInt32(number), status: status, description: labels.number(of: text[row.pointee.description]),
                count: 1, last: time)
            shard.pointee.decide(shard.pointee.count(rows), labels)
        }
    }

    /// Notes app, payload and target of a row, unless an earlier row has them.
    @inline(__always)
    private mutating func note(
        _ row: UnsafePointer<EventRow>, _ payloadKey: TextKey?, at time: CompactTime,
        _ message: UnsafeMutablePointer<MessageRecord>, _ delivery: UnsafeMutablePointer<DeliveryRecord>,
        of text: UnsafeRawBufferPointer
    ) {
        message.pointee.first = min(message.pointee.first, time)
        message.pointee.last = max(message.pointee.last, time)
        if time <= message.pointee.appTime, !row.pointee.appCode.isEmpty {
            message.pointee.noteApp(labels.number(ofApp: text[row.pointee.appCode]), at: time, labels)
        }
        // A payload later than everything known adds nothing, and is not even hashed.
        if !row.pointee.payload.isEmpty,
            time <= message.pointee.personTime || !message.pointee.isUserKnown || time <= message.pointee.nameTime
                || time <= delivery.pointee.payloadTime
        {
            let payload = text[row.pointee.payload]
            let isEscaped = row.pointee.isPayloadEscaped
            let facts = payloads.facts(
                of: payload, payloadKey ?? PayloadMemo.key(of: payload, quotesAreDoubled: isEscaped),
                quotesAreDoubled: isEscaped, identities: &identities, labels: &labels)
            message.pointee.noteName(facts.name, at: time, labels)
            message.pointee.noteUser(facts.user, at: time, identities)
            delivery.pointee.notePayload(facts.shape, at: time)
        }
        if !message.pointee.isUserKnown, time <= message.pointee.personTime, !row.pointee.target.isEmpty {
            let target = text[row.pointee.target]
            message.pointee.noteTarget(identities.number(of: target, KeyedHash.of(target)), at: time, identities)
        }
    }
}
