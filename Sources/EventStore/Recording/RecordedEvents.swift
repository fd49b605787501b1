import GRDB

/// What makes an event the same as another.
struct EventIdentity {
    var time: Int64
    var message: Int64
    var device: Int64
    var outcome: Int64
}

/// What an event says otherwise than usual; nil where it says the usual.
struct Deviation {
    var spelling: Int64?
    var target: Int64?
    var app: Int64?
    var payload: Int64?

    var isNone: Bool { spelling == nil && target == nil && app == nil && payload == nil }
}

/// The table of events.
struct RecordedEvents {
    private let insertion: PreparedStatement
    private let deviatingInsertion: PreparedStatement
    private let search: PreparedStatement

    init(_ database: Database) throws {
        insertion = try PreparedStatement(
            database, "INSERT OR IGNORE INTO event VALUES (?1, ?2, ?3, ?4, ?5, NULL, NULL, NULL, NULL)")
        deviatingInsertion = try PreparedStatement(
            database, "INSERT OR IGNORE INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
        search = try PreparedStatement(
            database,
            "SELECT 1 FROM event WHERE time = ?1 AND message = ?2 AND device = ?3 AND outcome = ?4")
    }

    /// Adds an event.
    ///
    /// - Returns: false where it was there already.
    func add(_ event: EventIdentity, seq: Int64, _ deviation: Deviation) throws -> Bool {
        let statement = deviation.isNone ? insertion : deviatingInsertion
        bind(event, to: statement)
        statement.bind(seq, at: 5)
        if !deviation.isNone {
            statement.bind(deviation.spelling, at: 6)
            statement.bind(deviation.target, at: 7)
            statement.bind(deviation.app, at: 8)
            statement.bind(deviation.payload, at: 9)
        }
        return try statement.changes() == 1
    }

    /// Whether an event is there.
    func contains(_ event: EventIdentity) throws -> Bool {
        bind(event, to: search)
        defer { search.reset() }
        return try search.step()
    }

    private func bind(_ event: EventIdentity, to statement: PreparedStatement) {
        statement.bind(event.time, at: 1)
        statement.bind(event.message, at: 2)
        statement.bind(event.device, at: 3)
        statement.bind(event.outcome, at: 4)
    }
}
