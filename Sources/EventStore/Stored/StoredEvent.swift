/// One event of a store, its texts as numbers.
struct StoredEvent: Sendable {
    /// Seconds since 1970-01-01 00:00:00 UTC.
    var time: Int64
    /// Its place in the order of recording.
    var seq: Int64
    var message: Int64
    var device: Int64
    /// The outcome in lower case.
    var identity: Int64
    /// The outcome as it was written.
    var outcome: Int64
    /// What it says otherwise than its delivery's first event did; nil where it says the same.
    var target: Int64?
    var payload: Int64?
    /// The night it belongs to; nil where that is the UTC day of its time.
    var night: Int64?

    /// Whether the event's delivery comes before another's.
    static func isBefore(_ left: StoredEvent, _ right: StoredEvent) -> Bool {
        (left.message, left.device) < (right.message, right.device)
    }

    /// Whether the event comes before another in the table of events.
    func isBeforeInTable(_ other: StoredEvent) -> Bool {
        if time != other.time { return time < other.time }
        return (message, device, identity) < (other.message, other.device, other.identity)
    }
}

extension StoredEvent {
    /// The columns to select for ``init(_:)``.
    static let columns = "time, seq, message, device, outcome, ifnull(spelling, outcome), target, payload, night"

    /// The event at which a statement stands.
    init(_ row: PreparedStatement) {
        self.init(
            time: row.integer(0), seq: row.integer(1), message: row.integer(2), device: row.integer(3),
            identity: row.integer(4), outcome: row.integer(5), target: row.optional(6), payload: row.optional(7),
            night: row.optional(8))
    }
}
