extension Tally {
    /// The rows that are fetched at once.
    static let stride = 16

    /// Reads the memory that folding some rows will need.
    ///
    /// Folding waits for memory: slots and records are anywhere in tables that no cache can hold. The waits of several rows
    /// overlap if nothing depends on them in between. So all slots are read first, then their messages, then the messages'
    /// deliveries.
    ///
    /// - Returns: a sum over everything read. If it were not used, the reads would be optimized away.
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
        if texts.isKept {
            for index in 0..<count where messages[index] >= 0 {
                sum &+= texts.fetch(shard: keys[index].message.shard, message: Int(messages[index]))
            }
        }
        for index in 0..<count where deliveries[index] != DeliveryRecord.none {
            let shard = shards[keys[index].message.shard]
            sum &+= shard.pointee.deliveries[Int(deliveries[index])].pointee.message
        }
        return sum
    }
}
