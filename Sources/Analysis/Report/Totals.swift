public import TrackingLog

/// The totals of some messages: how they ended, and what else was counted.
@dynamicMemberLookup
public struct Totals: Sendable, Equatable {
    /// The messages, and how they ended. Its counts can be named as if they were of the totals.
    public var counts = MessageCounts()
    /// Rows.
    public var events = 0
    /// Distinct pairs of tracking code and hwid.
    public var deliveries = 0
    /// Distinct hwids.
    public var devices = 0
    /// Distinct people.
    public var persons = 0
    /// Rows by the status's name: the log's own five always, others if there are any.
    public var eventsByStatus: [String: Int] = [:]
    /// Events by statuses that are not known.
    public var unknownStatuses: UnknownStatuses { UnknownStatuses(among: eventsByStatus) }

    /// No counts.
    public init() {}

    /// A count of the messages.
    public subscript<Value>(dynamicMember path: WritableKeyPath<MessageCounts, Value>) -> Value {
        get { counts[keyPath: path] }
        set { counts[keyPath: path] = newValue }
    }

    /// What follows from the counts of the messages.
    public subscript<Value>(dynamicMember path: KeyPath<MessageCounts, Value>) -> Value { counts[keyPath: path] }

    /// The messages with an outcome.
    public subscript(outcome: MessageOutcome) -> Int {
        get { counts[outcome] }
        set { counts[outcome] = newValue }
    }
}
