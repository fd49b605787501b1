public import TrackingLog

extension Tally {
    /// Adds the events of a batch, and notes its rejects.
    public mutating func fold(_ batch: borrowing EventBatch) {
        for reject in batch.rejects {
            rejects.add(
                RejectExample(
                    source: batch.source, line: batch.firstLine + Int(reject.line), reason: reject.reason))
        }
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
        var keys = InlineArray<16, RowKeys>(repeating: .none)
        for index in rows.indices { keys[index] = RowKeys(rows[index], of: text) }
        fetched &+= fetch(rows, keys, of: text)
        for index in rows.indices { fold(rows[index], keys[index], of: text) }
    }

    private mutating func fold(_ row: EventRow, _ keys: RowKeys, of text: UnsafeRawBufferPointer) {
        let part = parts[keys.message.part]
        let time = CompactTime(row.time)
        first = min(first, time)
        last = max(last, time)
        let number = part.pointee.delivery(keys, hwid: text[row.hwid])
        let delivery = part.pointee.deliveries[number]
        let message = part.pointee.messages[Int(delivery.pointee.message)]

        if !delivery.pointee.counts.count(row.status) {
            let word = words.number(of: row.status, word: text[row.statusWord])
            part.pointee.count(RareEventsRecord(message: delivery.pointee.message, word: word, count: 1))
        }
        switch row.status {
        case .sent: delivery.pointee.lastSent = max(delivery.pointee.lastSent, time)
        case .delivered: delivery.pointee.lastDelivered = max(delivery.pointee.lastDelivered, time)
        default:
            if row.status.isRefusal {
                let description = words.number(of: text[row.description])
                let rows = RefusalRecord(
                    delivery: UInt32(number), status: row.status, description: description, count: 1, last: time)
                part.pointee.decide(part.pointee.count(rows), words)
            }
        }
        note(row, at: time, of: text, message, delivery)
    }

    /// Takes from a row what it tells of the message and the device, where no earlier row has told it.
    @inline(__always)
    private mutating func note(
        _ row: EventRow, at time: CompactTime, of text: UnsafeRawBufferPointer,
        _ message: UnsafeMutablePointer<MessageRecord>, _ delivery: UnsafeMutablePointer<DeliveryRecord>
    ) {
        if time <= message.pointee.appTime, !row.appCode.isEmpty {
            message.pointee.noteApp(words.number(ofApp: text[row.appCode]), at: time, words)
        }
        if time < message.pointee.targetTime
            || time == message.pointee.targetTime && !names.text(message.pointee.target).isSame(as: text[row.target]),
            !row.target.isEmpty
        {
            let target = names.number(of: text[row.target], KeyedHash.of(text[row.target]))
            message.pointee.noteTarget(target, at: time, names)
        }
        // A payload that is later than what is known can tell nothing, and is not even hashed.
        if time <= message.pointee.userTime || time <= delivery.pointee.payloadTime, !row.payload.isEmpty {
            let facts = payloads.facts(
                of: text[row.payload], quotesAreDoubled: row.isPayloadEscaped, likely: message.pointee.target,
                names: &names)
            message.pointee.noteUser(facts.user, at: time, names)
            delivery.pointee.notePayload(facts.shape, at: time)
        }
    }
}
