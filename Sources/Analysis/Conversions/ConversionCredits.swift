/// The message that each conversion of a list is credited to.
struct ConversionCredits: Sendable {
    /// A conversion of a message: 16 bytes.
    struct Credit: BitwiseCopyable {
        /// The message's number in its shard.
        let message: UInt32
        /// A number in ``ConversionList/goals``.
        let goal: UInt32
        /// In millionths.
        let value: Int64
    }

    /// By shard, in order of message, then of goal.
    var byShard = [[Credit]](repeating: [], count: ShortKey.shardCount)
    /// Conversions of people who are not in the logs.
    var ofUnknownPeople = 0
    /// Conversions of people to whom no message was delivered in time.
    var withoutMessage = 0

    /// The conversions of a message.
    func credits(of place: MessagePlace) -> ArraySlice<Credit> {
        let credits = byShard[Int(place.shard)]
        let first = credits.firstIndex(past: { $0.message >= place.message })
        return credits[first...].prefix { $0.message == place.message }
    }

    /// Visits each message of a shard that has conversions, with these.
    func forEachMessage(of shard: Int, _ body: (Int, ArraySlice<Credit>) -> Void) {
        var rest = byShard[shard][...]
        while let first = rest.first {
            let credits = rest.prefix { $0.message == first.message }
            body(Int(first.message), credits)
            rest = rest.dropFirst(credits.count)
        }
    }
}
