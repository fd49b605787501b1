import TrackingLog

extension Tally {
    /// The rows that are folded together.
    static let stride = 32

    /// Has the memory that folding some rows will need brought into the cache.
    ///
    /// Slots and records are anywhere in tables that no cache can hold. Each step asks for what the next one reads, for all
    /// rows, so that the waits overlap: slots first, then the messages, then the messages' deliveries. The
    /// payload of a new message is read already, since its person's place among the identities is needed too.
    mutating func prefetch(
        _ rows: UnsafeBufferPointer<EventRow>, _ keys: UnsafeMutableBufferPointer<RowKeys>,
        of text: UnsafeRawBufferPointer
    ) {
        for index in rows.indices {
            let key = keys[index].message
            shards[key.shard].pointee.messageSlots.prefetch(key.hash)
        }
        for index in rows.indices {
            let key = keys[index].message
            let shard = shards[key.shard]
            if let message = shard.pointee.messageSlots.likelyRecord(key.hash) {
                keys[index].likelyMessage = message
                shard.pointee.messages.prefetch(message)
            } else {
                prefetchPerson(of: rows[index], &keys[index], text)
            }
        }
        for index in rows.indices {
            let key = keys[index]
            let shard = shards[key.message.shard]
            if let message = key.likelyMessage {
                let delivery = shard.pointee.messages[message].pointee.firstDelivery
                if delivery != DeliveryRecord.none { shard.pointee.deliveries.prefetch(Int(delivery)) }
                if texts.isKept { texts.prefetch(shard: key.message.shard, message: message) }
            } else if let target = key.target {
                identities.prefetchEntry(target)
            } else if let payload = key.payload {
                payloads.prefetchFurther(payload, identities)
            }
        }
    }

    /// Has the memory brought into the cache that adding a new message's person will need: the payload's, else the target.
    private mutating func prefetchPerson(of row: EventRow, _ keys: inout RowKeys, _ text: UnsafeRawBufferPointer) {
        if row.payload.isEmpty {
            let target = ShortKey(KeyedHash.of(text[row.target]))
            keys.target = target
            identities.prefetchSlot(target)
        } else {
            let payload = PayloadMemo.key(of: text[row.payload], quotesAreDoubled: row.isPayloadEscaped)
            keys.payload = payload
            payloads.prefetch(
                text[row.payload], payload, quotesAreDoubled: row.isPayloadEscaped, identities: &identities,
                labels: &labels)
        }
    }
}
