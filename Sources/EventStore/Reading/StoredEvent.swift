/// One event of a store, its texts as numbers.
struct StoredEvent: Sendable {
    /// Seconds since 1970-01-01 00:00:00 UTC.
    var time: Int64
    /// Its place in the order of recording.
    var seq: Int64
    var message: Int64
    var device: Int64
    /// The outcome as it was spelled.
    var outcome: Int64
    /// What it says otherwise than its delivery's first event did; nil where it says the same.
    var target: Int64?
    var app: Int64?
    var payload: Int64?

    /// Whether the event's delivery comes before another's.
    static func isBefore(_ left: StoredEvent, _ right: StoredEvent) -> Bool {
        (left.message, left.device) < (right.message, right.device)
    }
}
