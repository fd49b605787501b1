public import TrackingLog

extension Tally {
    /// Adds the events of a batch, and notes its rejects.
    public mutating func fold(_ batch: borrowing EventBatch) {
        requireOpen()
        rejects.add(batch)
        rows += batch.rows.count
        batch.text.withUnsafeBytes { text in
            batch.rows.withUnsafeBufferPointer { rows in
                var start = 0
                while start < rows.count {
                    let end = min(start + Tally.stride, rows.count)
                    fold(UnsafeBufferPointer(rebasing: rows[start..<end]), of: text)
                    start = end
                }
            }
        }
    }

    /// Folds a few rows, after fetching what all of them need.
    private mutating func fold(_ rows: UnsafeBufferPointer<EventRow>, of text: UnsafeRawBufferPointer) {
        guard let first = rows.baseAddress else { return }
        var keys = InlineArray<16, RowKeys>(repeating: .none)
        for index in rows.indices { keys[index] = RowKeys(rows[index], of: text) }
        fetched &+= fetch(keys, rows.count)
        for index in rows.indices { fold(first + index, keys[index], of: text) }
    }

    private mutating func fold(_ row: UnsafePointer<EventRow>, _ keys: RowKeys, of text: UnsafeRawBufferPointer) {
        let time = CompactTime(row.pointee.time)
        let part = parts[keys.message.part]
        let message = part.pointee.message(keys.message)
        let delivery = part.pointee.delivery(of: message, to: keys.hwid) ?? add(row, keys, to: message, of: text)
        count(row, at: time, part, delivery, of: text)
        note(row, at: time, part.pointee.messages[message], part.pointee.deliveries[delivery], of: text)
    }

    /// Adds the delivery that a row is the first of.
    private mutating func add(
        _ row: UnsafePointer<EventRow>, _ keys: RowKeys, to message: Int, of text: UnsafeRawBufferPointer
    ) -> Int {
        let shape = HwidShape(text[row.pointee.hwid].bindMemory(to: UInt8.self).span)
        let delivery = DeliveryRecord(hwid: keys.hwid, shape: shape, message: UInt32(message))
        return parts[keys.message.part].pointee.add(delivery)
    }

    /// Counts a row, and lets it move its delivery's state.
    @inline(__always)
    private mutating func count(
        _ row: UnsafePointer<EventRow>, at time: CompactTime, _ part: UnsafeMutablePointer<TallyPart>, _ number: Int,
        of text: UnsafeRawBufferPointer
    ) {
        let delivery = part.pointee.deliveries[number]
        let status = row.pointee.status
        if !delivery.pointee.counts.count(status) {
            let word = words.number(of: status, word: text[row.pointee.statusWord])
            part.pointee.count(RareEventsRecord(message: delivery.pointee.message, word: word, count: 1))
        }
        switch status {
        case .created: delivery.pointee.firstCreated = min(delivery.pointee.firstCreated, time)
        case .sent: delivery.pointee.lastSent = max(delivery.pointee.lastSent, time)
        case .delivered:
            delivery.pointee.firstDelivered = min(delivery.pointee.firstDelivered, time)
            delivery.pointee.lastAccepted = max(delivery.pointee.lastAccepted, time)
        case .received: delivery.pointee.lastAccepted = max(delivery.pointee.lastAccepted, time)
        case .opened:
            delivery.pointee.firstOpened = min(delivery.pointee.firstOpened, time)
            delivery.pointee.lastAccepted = max(delivery.pointee.lastAccepted, time)
        default:
            guard status.isRefusal else { return }
            let rows = RefusalRecord(
                delivery: UInt32(number), status: status, description: words.number(of: text[row.pointee.description]),
                count: 1, last: time)
            part.pointee.decide(part.pointee.count(rows), words)
        }
    }

    /// Takes from a row what it tells of the message and the device, where no earlier row has told it.
    @inline(__always)
    private mutating func note(
        _ row: UnsafePointer<EventRow>, at time: CompactTime, _ message: UnsafeMutablePointer<MessageRecord>,
        _ delivery: UnsafeMutablePointer<DeliveryRecord>, of text: UnsafeRawBufferPointer
    ) {
        message.pointee.first = min(message.pointee.first, time)
        message.pointee.last = max(message.pointee.last, time)
        if time <= message.pointee.appTime, !row.pointee.appCode.isEmpty {
            message.pointee.noteApp(words.number(ofApp: text[row.pointee.appCode]), at: time, words)
        }
        // A payload that is later than what is known can tell nothing, and is not even hashed.
        if !row.pointee.payload.isEmpty,
            time <= message.pointee.personTime || !message.pointee.isUserKnown || time <= message.pointee.nameTime
                || time <= delivery.pointee.payloadTime
        {
            let facts = payloads.facts(
                of: text[row.pointee.payload], quotesAreDoubled: row.pointee.isPayloadEscaped, names: &names,
                words: &words)
            message.pointee.noteName(facts.name, at: time, words)
            message.pointee.noteUser(facts.user, at: time, names)
            delivery.pointee.notePayload(facts.shape, at: time)
        }
        if !message.pointee.isUserKnown, time <= message.pointee.personTime, !row.pointee.target.isEmpty {
            let target = text[row.pointee.target]
            message.pointee.noteTarget(names.number(of: target, KeyedHash.of(target)), at: time, names)
        }
    }
}
