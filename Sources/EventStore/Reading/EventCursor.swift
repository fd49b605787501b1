import GRDB

/// The events of a store in the order of a log: by time, and within a second in the order of recording.
struct EventCursor {
    private let statement: PreparedStatement
    /// The event after the last slice.
    private var ahead: StoredEvent?

    init(_ database: Database, times: ClosedRange<Int64>, numbers: ClosedRange<Int64>? = nil) throws {
        statement = try PreparedStatement(
            database,
            """
            SELECT time, seq, message, device, ifnull(spelling, outcome), target, app, payload
            FROM event WHERE time BETWEEN ?1 AND ?2 AND seq BETWEEN ?3 AND ?4 ORDER BY time
            """)
        statement.bind(times.lowerBound, at: 1)
        statement.bind(times.upperBound, at: 2)
        statement.bind(numbers?.lowerBound ?? 0, at: 3)
        statement.bind(numbers?.upperBound ?? .max, at: 4)
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

    private func next() throws -> StoredEvent? {
        guard try statement.step() else { return nil }
        return StoredEvent(
            time: statement.integer(0), seq: statement.integer(1), message: statement.integer(2),
            device: statement.integer(3), outcome: statement.integer(4), target: statement.optional(5),
            app: statement.optional(6), payload: statement.optional(7))
    }
}
