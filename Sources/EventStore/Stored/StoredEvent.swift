/// One event of a store, its texts as numbers.
struct StoredEvent: Sendable {
    /// Seconds since 1970-01-01 00:00:00 UTC.
    var time: Int64
    /// Its place in the order of recording.
    var seq: Int64
    var message: Int64
    var device: Int64
    /// The outcome by its status's name.
    var identity: Int64
    /// The outcome as it was written.
    var outcome: Int64
    /// Where it differs from its delivery's first event; nil where it does not.
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
    enum Columns: Int32, QueryColumns {
        case time, seq, message, device, outcome, spelling, target, payload, night

        var sql: String { self == .spelling ? "ifnull(spelling, outcome)" : "\(self)" }
    }

    init(_ row: QueryRow<Columns>) {
        self.init(
            time: row.integer(.time), seq: row.integer(.seq), message: row.integer(.message),
            device: row.integer(.device), identity: row.integer(.outcome), outcome: row.integer(.spelling),
            target: row.optional(.target), payload: row.optional(.payload), night: row.optional(.night))
    }
}
