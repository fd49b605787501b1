import GRDB
import TrackingLog

/// Moves unsealed events from one night to another, with their sums.
///
/// All events of a day and a night move together, so no event has to be read.
struct NightMoves {
    private let database: Database
    private var removed = EventSums()
    private var added = EventSums()
    private let change: PreparedStatement

    init(_ database: Database) throws {
        self.database = database
        change = try PreparedStatement(
            database,
            "UPDATE event SET night = nullif(?4, ?1) WHERE time BETWEEN ?2 AND ?3 AND ifnull(night, ?1) = ?5")
    }

    /// Moves the events of nights.
    ///
    /// - Parameter night: returns the new night for the events of a day and a night; nil where they stay.
    mutating func move(_ night: (EventSums.Key) -> Int64?) throws {
        for (key, sum) in try EventSums(database).sums {
            guard let night = night(key), night != key.night else { continue }
            let day = Day(daysSince1970: key.day)
            change.bind(key.day, at: 1)
            change.bind(day.start.secondsSince1970, at: 2)
            change.bind(day.end.secondsSince1970, at: 3)
            change.bind(night, at: 4)
            change.bind(key.night, at: 5)
            try change.run()
            removed.add(sum, of: key)
            added.add(sum, of: EventSums.Key(day: key.day, night: night))
        }
        try removed.store(in: database, removing: true)
        try added.store(in: database)
        removed = EventSums()
        added = EventSums()
    }

    /// Opens earlier nights where a clock shows an earlier day than ever before, and nothing is sealed yet.
    ///
    /// A clock that was ahead when the first events were recorded has moved them to a distant future night.
    ///
    /// - Parameter today: the current UTC day.
    static func openEarlierNights(_ database: Database, today: Int64) throws {
        let sql = "SELECT first_night FROM store WHERE NOT EXISTS (SELECT 1 FROM sealed)"
        let first = today - NightRule.daysBeforeFirst
        guard let former = try Int64?.fetchOne(database, sql: sql) ?? nil, first < former else { return }
        var moves = try NightMoves(database)
        try moves.move { key in key.night == former && key.day < former ? max(first, key.day) : nil }
        try database.execute(sql: "UPDATE store SET first_night = ?", arguments: [first])
    }
}
