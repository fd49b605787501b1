import TrackingLog

extension Tally {
    /// How many rows are fetched at once.
    static let stride = 16

    /// Reads what folding some rows will need.
    ///
    /// Memory is what folding waits for: slots and records lie anywhere in tables that no cache can hold. The waits of
    /// several rows overlap if nothing depends on them in between: so all slots are read, then all that they name.
    ///
    /// - Returns: something that follows from all that was read; were it not used, nothing would be read.
    func fetch(
        _ rows: UnsafeBufferPointer<EventRow>, _ keys: borrowing InlineArray<16, RowKeys>,
        of text: UnsafeRawBufferPointer
    ) -> UInt64 {
        var deliveries = InlineArray<16, Int?>(repeating: nil)
        var messages = InlineArray<16, Int?>(repeating: nil)
        var targets = InlineArray<16, (part: Int, number: Int)?>(repeating: nil)
        for index in rows.indices {
            deliveries[index] = parts[keys[index].message.part].pointee.deliverySlots.fetch(keys[index].delivery)
        }
        for index in rows.indices {
            let part = keys[index].message.part
            if let delivery = deliveries[index] {
                messages[index] = Int(parts[part].pointee.deliveries[delivery].pointee.message)
            } else {
                // Most likely a new delivery, whose message is to be found, and its target.
                messages[index] = parts[part].pointee.messageSlots.fetch(keys[index].message.hash)
                let target = ShortKey(KeyedHash.of(text[rows[index].target]))
                targets[index] = names.pools[target.part].pointee.fetch(target).map { (target.part, $0) }
            }
        }
        var sum: UInt64 = 0
        for index in rows.indices {
            let part = keys[index].message.part
            if let message = messages[index] { sum &+= parts[part].pointee.messages[message].pointee.key.low }
            if let target = targets[index] { sum &+= names.pools[target.part].pointee.fetchEntry(target.number) }
        }
        return sum
    }
}
