import GRDB
import TrackingLog

/// The events of a store in the order of a log: by time, and within a second in the order of recording.
struct EventCursor {
    private let query: PreparedQuery<StoredEvent.Columns>
    /// The event after the last slice.
    private var ahead: StoredEvent?
    /// The last event read.
    private var last: StoredEvent?

    init(_ database: Database, _ selection: EventSelection) throws {
        var source = "event WHERE time BETWEEN ?1 AND ?2"
        var days = selection.days
        if let night = selection.night {
            days = night...night
            source += """
                 AND night IS NULL
                UNION ALL SELECT \(StoredEvent.Columns.list) FROM event INDEXED BY event_of_night WHERE night = ?3
                """
        }
        query = try PreparedQuery(database, from: source + " ORDER BY time, message, device, outcome")
        query.bind(days.lowerBound.start.secondsSince1970, at: 1)
        query.bind(days.upperBound.end.secondsSince1970, at: 2)
        if let night = selection.night { query.bind(night.daysSince1970, at: 3) }
        ahead = try next()
    }

    /// Fills an array with at least the wanted number of next events; a second is never split.
    ///
    /// - Returns: false at the end.
    mutating func next(_ wanted: Int, into events: inout [StoredEvent]) throws -> Bool {
        events.removeAll(keepingCapacity: true)
        guard var event = ahead else { return false }
        var secondStart = 0
        while true {
            events.append(event)
            guard let following = try next() else {
                ahead = nil
                break
            }
            if following.time != event.time {
                events[secondStart...].sort { $0.seq < $1.seq }
                secondStart = events.count
                if events.count >= wanted {
                    ahead = following
                    return true
                }
            }
            event = following
        }
        events[secondStart...].sort { $0.seq < $1.seq }
        return true
    }

    private mutating func next() throws -> StoredEvent? {
        guard let event = try query.next().map({ StoredEvent($0) }) else { return nil }
        // The order is the table's own: SQLite does not notice pages that lie in the place of others.
        if let last, !last.isBeforeInTable(event) { throw DatabaseError.damage("its events are out of order") }
        last = event
        return event
    }
}
