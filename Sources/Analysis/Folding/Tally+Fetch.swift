extension Tally {
    /// How many rows are fetched at once.
    static let stride = 16

    /// Reads what folding some rows will need.
    ///
    /// Memory is what folding waits for: slots and records lie anywhere in tables that no cache can hold. The waits of
    /// several rows overlap if nothing depends on them in between: so all slots are read first, then all messages that
    /// they name, then the messages' deliveries.
    ///
    /// - Returns: something that follows from all that was read; were it not used, nothing would be read.
    func fetch(_ keys: borrowing InlineArray<16, RowKeys>, _ count: Int) -> UInt32 {
        var messages = InlineArray<16, Int32>(repeating: -1)
        var deliveries = InlineArray<16, UInt32>(repeating: DeliveryRecord.none)
        for index in 0..<count {
            messages[index] = shards[keys[index].message.shard].pointee.messageSlots.fetch(keys[index].message.hash)
        }
        for index in 0..<count where messages[index] >= 0 {
            let shard = shards[keys[index].message.shard]
            deliveries[index] = shard.pointee.messages[Int(messages[index])].pointee.firstDelivery
        }
        var sum: UInt32 = 0
        for index in 0..<count where deliveries[index] != DeliveryRecord.none {
            let shard = shards[keys[index].message.shard]
            sum &+= shard.pointee.deliveries[Int(deliveries[index])].pointee.message
        }
        return sum
    }
}
