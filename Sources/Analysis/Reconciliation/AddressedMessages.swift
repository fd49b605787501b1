import TrackingLog

/// Messages to listed targets, of one shard.
struct AddressedMessages: ~Copyable, Sendable {
    /// A message to a listed target.
    struct Addressed: BitwiseCopyable {
        let message: ShortKey
        /// The number of the target; of several, the one that is listed first.
        var target: UInt32
    }

    private(set) var messages = FlatArray<Addressed>()
    private var slots = SlotTable()

    mutating func note(_ message: Addressed) {
        if let known = number(of: message.message) {
            messages[known].pointee.target = min(messages[known].pointee.target, message.target)
        } else {
            slots.insert(message.message.hash, record: messages.count)
            messages.append(message)
        }
    }

    func target(of message: ShortKey) -> Int? { number(of: message).map { Int(messages[$0].pointee.target) } }

    private func number(of message: ShortKey) -> Int? {
        slots.find(message.hash) { messages[$0].pointee.message == message }
    }
}
