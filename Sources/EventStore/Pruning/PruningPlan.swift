import GRDB
import TrackingLog

/// What of a store can be removed, found out by looking at all of it once, at one moment.
///
/// An event can go when it happened before a time, its message was created before that time too, and it is sealed. A
/// delivery can go when none of its message's events stays; a text when nothing that stays refers to it.
struct PruningPlan {
    let before: Timestamp
    /// The nights that are sealed, in their order.
    let nights: [SealedNight]
    /// Which of those hold events that can go.
    private(set) var nightsConcerned = Set<Day>()
    /// The last night that is sealed.
    var lastSealed: Int64 { nights.last?.day.daysSince1970 ?? .min }

    /// The messages with events that stay.
    private var messages = NumberSet()
    private var identifiers = NumberSet()
    private var payloads = NumberSet()
    /// The messages with deliveries, and without an event that stays, in their order.
    private(set) var idleMessages: [Int64] = []

    init(before: Timestamp, nights: [SealedNight]) {
        self.before = before
        self.nights = nights
    }

    /// Looks for events that can go, among those that happened early enough.
    mutating func lookAtEarlyEvents(_ database: Database) throws {
        let events = try PreparedStatement(
            database,
            """
            SELECT ifnull(night, \(StoreSchema.day("time"))), event.message, event.target, event.payload,
                ifnull(message.created, message.first)
            FROM event CROSS JOIN message ON message.id = event.message
            WHERE time < ?1
            """)
        events.bind(before.secondsSince1970, at: 1)
        defer { events.reset() }
        while try events.step() {
            if events.integer(0) <= lastSealed, events.integer(4) < before.secondsSince1970 {
                nightsConcerned.insert(Day(daysSince1970: events.integer(0)))
            } else {
                keep(events)
            }
        }
    }

    /// Takes note of what those events need that happened too late to go.
    mutating func lookAtLateEvents(_ database: Database) throws {
        let events = try PreparedStatement(
            database, "SELECT night, message, target, payload FROM event WHERE time >= ?1")
        events.bind(before.secondsSince1970, at: 1)
        defer { events.reset() }
        while try events.step() { keep(events) }
    }

    private mutating func keep(_ event: PreparedStatement) {
        messages.insert(event.integer(1))
        if let target = event.optional(2) { identifiers.insert(target) }
        if let payload = event.optional(3) { payloads.insert(payload) }
    }

    /// Finds the deliveries that can go, once all events were looked at, and takes note of what the others need.
    mutating func lookAtDeliveries(_ database: Database) throws {
        let deliveries = try PreparedStatement(
            database,
            """
            SELECT message, device, delivery.target, payload, message.target
            FROM delivery CROSS JOIN message ON message.id = message
            ORDER BY message, device
            """)
        defer { deliveries.reset() }
        while try deliveries.step() {
            let message = deliveries.integer(0)
            if messages.contains(message) {
                identifiers.insert(deliveries.integer(1))
                identifiers.insert(deliveries.integer(2))
                payloads.insert(deliveries.integer(3))
                identifiers.insert(deliveries.integer(4))
            } else if idleMessages.last != message {
                idleMessages.append(message)
            }
        }
    }

    /// The texts of a table that nothing needs, in the order of their digests.
    func idleTexts(_ table: TextTable, _ database: Database) throws -> [(digest: Int64, number: Int64)] {
        let needed = table == .identifier ? identifiers : payloads
        var idle: [(digest: Int64, number: Int64)] = []
        // The last number is never free again: it is how the next one is found.
        let last = try PreparedStatement(database, "SELECT max(id) FROM \(table)").first()
        for index in ["\(table)_digest", "latest_\(table)_digest"] {
            let digests = try PreparedStatement(database, "SELECT digest, id FROM \(index)")
            defer { digests.reset() }
            while try digests.step() {
                let number = digests.integer(1)
                if number < last, !needed.contains(number) { idle.append((digests.integer(0), number)) }
            }
        }
        return idle
    }
}

/// A table of texts that are removed when nothing refers to them.
enum TextTable: String, CaseIterable, CustomStringConvertible {
    case identifier, payload

    var description: String { rawValue }
}
