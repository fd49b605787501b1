import GRDB

/// An event as in its table, except its number in the order of recording.
struct RecordedEvent {
    var time: Int64
    var message: Int64
    var device: Int64
    var outcome: Int64
    /// Where it differs from what is usual; nil where it does not.
    var spelling: Int64?
    var target: Int64?
    var payload: Int64?
    /// The night it belongs to; nil where that is the UTC day of its time.
    var night: Int64?
    /// The fingerprints of what it says of its delivery, and of its outcome.
    var details: UInt64 = 0
    var outcomeFingerprint: UInt64 = 0

    /// Whether it deviates nowhere.
    var isUsual: Bool { spelling == nil && target == nil && payload == nil && night == nil }

    /// Whether it is the same event: one is stored.
    func isSame(as other: RecordedEvent) -> Bool {
        (time, message, device, outcome) == (other.time, other.message, other.device, other.outcome)
    }
}

/// The table of events.
struct EventRegister {
    private let fingerprint: Fingerprint
    /// For events without deviations, which nearly all are: fewer values to bind.
    private let usualInsertion: BulkInsert
    private let insertion: BulkInsert
    private let search: PreparedQuery<StoredEvent.Columns>
    private let renumbering: PreparedStatement
    private let removal: PreparedStatement

    init(_ database: Database, fingerprint: Fingerprint) throws {
        self.fingerprint = fingerprint
        let usual = "time, message, device, outcome, seq"
        usualInsertion = try BulkInsert(database, "INSERT OR IGNORE INTO event (\(usual))", width: 5)
        insertion = try BulkInsert(
            database, "INSERT OR IGNORE INTO event (\(usual), spelling, target, payload, night)", width: 9)
        let identity = "time = ?1 AND message = ?2 AND device = ?3 AND outcome = ?4"
        search = try PreparedQuery(database, from: "event WHERE \(identity)")
        renumbering = try PreparedStatement(database, "UPDATE event SET seq = ?5 WHERE \(identity)")
        removal = try PreparedStatement(database, "DELETE FROM event WHERE \(identity)")
    }

    /// Adds events, except the ones that are there already.
    ///
    /// - Parameters:
    ///   - lastSeq: the number of the last event before them.
    ///   - sums: gets the added events.
    /// - Returns: the number of added events: they are numbered from `lastSeq` on, without a gap, in their order.
    func add(_ events: ArraySlice<RecordedEvent>, after lastSeq: Int64, to sums: inout EventSums) throws -> Int {
        var added = 0
        var rest = events
        while !rest.isEmpty {
            let some = rest.prefix(BulkInsert.maximumRows)
            rest = rest.dropFirst(BulkInsert.maximumRows)
            let last = lastSeq + Int64(added)
            let count = try insert(some, after: last)
            if count == some.count {
                for (index, event) in some.enumerated() { sum(event, seq: last + Int64(index) + 1, &sums) }
            } else if count > 0 {
                try closeGaps(some, after: last, &sums)
            }
            added += count
        }
        return added
    }

    /// Inserts events, except the ones that are there already; each has the number after the one before it.
    private func insert(_ events: ArraySlice<RecordedEvent>, after lastSeq: Int64) throws -> Int {
        let isUsual = events.allSatisfy(\.isUsual)
        return try (isUsual ? usualInsertion : insertion).insert(events.count) { index, row in
            let event = events[events.startIndex + index]
            row.bind(event.time, at: 0)
            row.bind(event.message, at: 1)
            row.bind(event.device, at: 2)
            row.bind(event.outcome, at: 3)
            row.bind(lastSeq + Int64(index) + 1, at: 4)
            guard !isUsual else { return }
            row.bind(event.spelling, at: 5)
            row.bind(event.target, at: 6)
            row.bind(event.payload, at: 7)
            row.bind(event.night, at: 8)
        }
    }

    /// Renumbers events that were numbered from `lastSeq` on, where some of them were there already.
    private func closeGaps(_ events: ArraySlice<RecordedEvent>, after lastSeq: Int64, _ sums: inout EventSums) throws {
        var given = lastSeq
        var last = lastSeq
        for event in events {
            given += 1
            // An event that was there already has another number.
            guard try find(event)?.seq == given else { continue }
            last += 1
            sum(event, seq: last, &sums)
            guard last < given else { continue }
            bind(event, to: renumbering)
            renumbering.bind(last, at: 5)
            try renumbering.run()
        }
    }

    private func sum(_ event: RecordedEvent, seq: Int64, _ sums: inout EventSums) {
        sums.add(
            time: event.time, night: event.night,
            fingerprint: fingerprint.event(
                details: event.details, outcome: event.outcomeFingerprint, time: event.time, seq: seq))
    }

    /// The same event in the table; nil where there is none.
    func find(_ event: RecordedEvent) throws -> StoredEvent? {
        bind(event, to: search)
        return try search.first { StoredEvent($0) }
    }

    /// Whether an event is there.
    func contains(_ event: RecordedEvent) throws -> Bool { try find(event) != nil }

    /// Removes an event that is there.
    func remove(_ event: RecordedEvent) throws {
        bind(event, to: removal)
        try removal.run()
    }

    private func bind(_ event: RecordedEvent, to statement: some BindableStatement) {
        statement.bind(event.time, at: 1)
        statement.bind(event.message, at: 2)
        statement.bind(event.device, at: 3)
        statement.bind(event.outcome, at: 4)
    }
}
