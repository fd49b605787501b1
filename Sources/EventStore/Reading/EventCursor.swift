import GRDB
import TrackingLog

/// The events of a store in the order of a log: by time, and within a second in the order of recording.
struct EventCursor {
    private let statement: PreparedStatement
    /// The event after the last slice.
    private var ahead: StoredEvent?
    /// The event read last.
    private var last: StoredEvent?

    init(_ database: Database, _ selection: EventSelection) throws {
        let columns = StoredEvent.columns
        var sql = "SELECT \(columns) FROM event WHERE time BETWEEN ?1 AND ?2"
        var days = selection.days
        if let night = selection.night {
            days = night...night
            sql +=
                " AND night IS NULL UNION ALL SELECT \(columns) FROM event INDEXED BY event_of_night WHERE night = ?3"
        }
        statement = try PreparedStatement(database, sql + " ORDER BY time, message, device, outcome")
        statement.bind(days.lowerBound.start.secondsSince1970, at: 1)
        statement.bind(days.upperBound.end.secondsSince1970, at: 2)
        if let night = selection.night { statement.bind(night.daysSince1970, at: 3) }
        ahead = try next()
    }

    /// Fills an array with the next events, about so many: a second is never divided.
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
        guard try statement.step() else { return nil }
        let event = StoredEvent(statement)
        // The order is the table's own: SQLite does not notice pages that lie in the place of others.
        if let last, !last.isBeforeInTable(event) {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "its events are out of order")
        }
        last = event
        return event
    }
}
