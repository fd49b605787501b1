import GRDB

/// An event as its table has it, but for the number it is recorded under.
struct RecordedEvent {
    var time: Int64
    var message: Int64
    var device: Int64
    var outcome: Int64
    /// What it says otherwise than usual; nil where it says the usual.
    var spelling: Int64?
    var target: Int64?
    var app: Int64?
    var payload: Int64?
}

/// The table of events.
struct EventRegister {
    private let insertion: BulkInsert
    private let search: PreparedStatement
    private let renumbering: PreparedStatement

    init(_ database: Database) throws {
        insertion = try BulkInsert(database, "INSERT OR IGNORE INTO event", width: 9)
        let identity = "time = ?1 AND message = ?2 AND device = ?3 AND outcome = ?4"
        search = try PreparedStatement(database, "SELECT seq FROM event WHERE \(identity)")
        renumbering = try PreparedStatement(database, "UPDATE event SET seq = ?5 WHERE \(identity)")
    }

    /// Adds those of some events that are not there yet.
    ///
    /// - Parameter lastSeq: the number of the last event before them.
    /// - Returns: how many were added: they have the numbers that follow, without a gap, in their order.
    func add(_ events: ArraySlice<RecordedEvent>, after lastSeq: Int64) throws -> Int {
        let base = events.startIndex
        var added = 0
        var start = 0
        try insertion.insert(events.count) { index, row in
            let event = events[base + index]
            row.bind(event.time, at: 0)
            row.bind(event.message, at: 1)
            row.bind(event.device, at: 2)
            row.bind(event.outcome, at: 3)
            row.bind(lastSeq + Int64(added + index - start + 1), at: 4)
            row.bind(event.spelling, at: 5)
            row.bind(event.target, at: 6)
            row.bind(event.app, at: 7)
            row.bind(event.payload, at: 8)
        } inserted: { range, count in
            if count != 0, count != range.count {
                try closeGaps(
                    events[base + range.lowerBound..<base + range.upperBound], after: lastSeq + Int64(added))
            }
            added += count
            start = range.upperBound
        }
        return added
    }

    /// Renumbers events that were given the numbers from `lastSeq` on, where some of them had been there already.
    private func closeGaps(_ events: ArraySlice<RecordedEvent>, after lastSeq: Int64) throws {
        var given = lastSeq
        var last = lastSeq
        for event in events {
            given += 1
            // Of an event that was there already, this is another number.
            guard try seq(of: event) == given else { continue }
            last += 1
            guard last < given else { continue }
            bind(event, to: renumbering)
            renumbering.bind(last, at: 5)
            try renumbering.run()
        }
    }

    /// Whether an event is there.
    func contains(_ event: RecordedEvent) throws -> Bool { try seq(of: event) != nil }

    private func seq(of event: RecordedEvent) throws -> Int64? {
        bind(event, to: search)
        defer { search.reset() }
        return try search.step() ? search.integer(0) : nil
    }

    private func bind(_ event: RecordedEvent, to statement: PreparedStatement) {
        statement.bind(event.time, at: 1)
        statement.bind(event.message, at: 2)
        statement.bind(event.device, at: 3)
        statement.bind(event.outcome, at: 4)
    }
}
