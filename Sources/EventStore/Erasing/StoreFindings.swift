public import TrackingLog

/// The events of a store that an erasure is about, as of one moment.
public struct StoreFindings: Sendable {
    /// An event, and whom it is about.
    struct Found: Sendable {
        var event: StoredEvent
        var addressee: Addressee
        /// Whether it is erased: the others are of deliveries that have to be written again all the same.
        var isErased: Bool
    }

    /// What was found of a message.
    struct Message: Sendable {
        var key: MessageKey
        var events: [Found] = []
        /// Whether it has events that are not erased.
        var hasOthers = false
    }

    /// The messages in question, by their numbers: those with such events, and those whose events were pruned.
    var messages: [Int64: Message] = [:]
    /// Deliveries without an event that name one of the subjects, or are of a message all of whose rows are erased.
    var idleDeliveries: [(message: Int64, device: Int64)] = []
    /// Identifiers and payloads that name one of the subjects: removed if nothing else needs them.
    var identifiers: Set<Int64> = []
    var payloads: Set<Int64> = []
    /// The messages that are about one of the people.
    public internal(set) var people: Set<MessageKey> = []
    /// The number of the last event that was looked at.
    var lastSeq: Int64 = 0

    /// The number of events to erase.
    public var count: Int { messages.values.reduce(0) { $0 + $1.events.count { $0.isErased } } }
    /// Whether there is nothing to erase.
    public var isEmpty: Bool {
        idleDeliveries.isEmpty && identifiers.isEmpty && payloads.isEmpty
            && messages.values.allSatisfy { $0.events.isEmpty && $0.hasOthers }
    }
    /// The messages with events to erase, or of an archive, that have events which are not erased, too.
    public var kept: Set<MessageKey> { Set(messages.values.filter(\.hasOthers).map(\.key)) }
}
