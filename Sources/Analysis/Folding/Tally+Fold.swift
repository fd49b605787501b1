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

    /// How many rows are hashed, and their records fetched, before the first is folded.
    private static let stride = 16

    /// Folds a few rows. Memory is what folding waits for, and the waits of several rows can overlap: so all rows'
    /// slots are read first, then all their records, then each row is folded.
    private mutating func fold(_ rows: UnsafeBufferPointer<EventRow>, of text: UnsafeRawBufferPointer) {
        var keys = InlineArray<16, RowKeys>(repeating: .none)
        var candidates = InlineArray<16, Int>(repeating: 0)
        for index in 0..<rows.count {
            keys[index] = RowKeys(
                message: KeyedHash.of(text[rows[index].trackingCode]), hwid: KeyedHash.of(text[rows[index].hwid]))
        }
        for index in 0..<rows.count {
            candidates[index] = parts[keys[index].message.part].touchSlot(keys[index])
        }
        var touched: UInt64 = 0
        for index in 0..<rows.count {
            touched |= parts[keys[index].message.part].touchRecords(candidates[index])
        }
        // Never so; but the compiler cannot know, and keeps the reads.
        if touched == 1, rows.isEmpty { return }
        for index in 0..<rows.count { fold(rows[index], keys[index], of: text) }
    }

    private mutating func fold(_ row: EventRow, _ keys: RowKeys, of text: UnsafeRawBufferPointer) {
        let part = keys.message.part
        let time = CompactTime(row.time)
        first = min(first, time)
        last = max(last, time)
        let number = parts[part].delivery(keys, hwid: text[row.hwid])
        let delivery = parts[part].deliveries[number]
        let message = parts[part].messages[Int(delivery.pointee.message)]

        if !delivery.pointee.counts.count(row.status) {
            let word = words.number(of: row.status, word: text[row.statusWord])
            parts[part].count(RareEventsRecord(message: delivery.pointee.message, word: word, count: 1))
        }
        switch row.status {
        case .sent: delivery.pointee.lastSent = max(delivery.pointee.lastSent, time)
        case .delivered: delivery.pointee.lastDelivered = max(delivery.pointee.lastDelivered, time)
        default:
            if row.status.isRefusal {
                let description = words.number(of: text[row.description])
                let rows = RefusalRecord(
                    delivery: UInt32(number), status: row.status, description: description, count: 1, last: time)
                parts[part].decide(parts[part].count(rows), words)
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
            let app = words.number(of: text[row.appCode])
            message.pointee.noteApp(app, at: time, words)
        }
        if time <= message.pointee.targetTime, !row.target.isEmpty {
            let target = names.number(of: text[row.target], KeyedHash.of(text[row.target]))
            message.pointee.noteTarget(target, at: time, names)
        }
        // A payload that is later than what is known can tell nothing, and is not even hashed.
        if time <= message.pointee.userTime || time <= delivery.pointee.payloadTime, !row.payload.isEmpty {
            let facts = payloads.facts(
                of: text[row.payload], quotesAreDoubled: row.isPayloadEscaped, names: &names)
            message.pointee.noteUser(facts.user, at: time, names)
            delivery.pointee.notePayload(facts.shape, at: time)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The text of a place in a batch.
    @inline(__always)
    fileprivate subscript(range: TextRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range.offsets])
    }
}
