import GRDB
import TrackingLog

/// What can be removed from a store, found by reading all of it once, as of one moment.
///
/// An event can be removed when it happened before a time, its message was created before that time too, and it is
/// sealed. A delivery can be removed when none of its message's events stays; a text when nothing that stays refers to it.
struct PruningPlan {
    let before: Timestamp
    /// The sealed nights, in their order.
    let nights: [SealedNight]
    /// The sealed nights with events to remove.
    private(set) var nightsConcerned = Set<Day>()
    /// The last sealed night.
    var lastSealed: Int64 { nights.last?.day.daysSince1970 ?? .min }

    /// The messages with events that stay.
    private var messages = NumberSet()
    private var identifiers = NumberSet()
    private var payloads = NumberSet()
    /// The messages with deliveries but without an event that stays, in their order.
    private(set) var idleMessages: [Int64] = []

    init(before: Timestamp, nights: [SealedNight]) {
        self.before = before
        self.nights = nights
    }

    private enum EventColumns: Int32, QueryColumns {
        case night, message, target, payload, created

        var sql: String {
            switch self {
            case .night: "ifnull(night, \(StoreSchema.day("time")))"
            case .created: "ifnull(message.created, message.first)"
            case .message, .target, .payload: "event.\(self)"
            }
        }
    }

    /// Finds events to remove among the ones that happened before the time.
    mutating func lookAtEarlyEvents(_ database: Database) throws {
        let events = try PreparedQuery<EventColumns>(
            database, from: "event CROSS JOIN message ON message.id = event.message WHERE time < ?1")
        events.bind(before.secondsSince1970, at: 1)
        defer { events.reset() }
        while let event = try events.next() {
            if event.integer(.night) <= lastSealed, event.integer(.created) < before.secondsSince1970 {
                nightsConcerned.insert(Day(daysSince1970: event.integer(.night)))
            } else {
                keep(message: event.integer(.message), event.optional(.target), event.optional(.payload))
            }
        }
    }

    private enum LateColumns: Int32, QueryColumns {
        case message, target, payload
    }

    /// Notes what the later events need.
    mutating func lookAtLateEvents(_ database: Database) throws {
        let events = try PreparedQuery<LateColumns>(database, from: "event WHERE time >= ?1")
        events.bind(before.secondsSince1970, at: 1)
        defer { events.reset() }
        while let event = try events.next() {
            keep(message: event.integer(.message), event.optional(.target), event.optional(.payload))
        }
    }

    private mutating func keep(message: Int64, _ target: Int64?, _ payload: Int64?) {
        messages.insert(message)
        if let target { identifiers.insert(target) }
        if let payload { payloads.insert(payload) }
    }

    private enum DeliveryColumns: Int32, QueryColumns {
        case message, device, target, payload, messageTarget

        var sql: String { self == .messageTarget ? "message.target" : "delivery.\(self)" }
    }

    /// Finds the deliveries to remove, after all events were read, and notes what the others need.
    mutating func lookAtDeliveries(_ database: Database) throws {
        let deliveries = try PreparedQuery<DeliveryColumns>(
            database,
            from: """
                delivery CROSS JOIN message ON message.id = message
                ORDER BY message, device
                """)
        defer { deliveries.reset() }
        while let delivery = try deliveries.next() {
            let message = delivery.integer(.message)
            if messages.contains(message) {
                identifiers.insert(delivery.integer(.device))
                identifiers.insert(delivery.integer(.target))
                payloads.insert(delivery.integer(.payload))
                identifiers.insert(delivery.integer(.messageTarget))
            } else if idleMessages.last != message {
                idleMessages.append(message)
            }
        }
    }

    private enum DigestColumns: Int32, QueryColumns {
        case digest, id
    }

    /// The texts of a table that nothing needs, in the order of their digests.
    func idleTexts(_ table: TextTable, _ database: Database) throws -> [(digest: Int64, number: Int64)] {
        let needed = table == .identifier ? identifiers : payloads
        var idle: [(digest: Int64, number: Int64)] = []
        // The last number stays in use: the next one is found by it.
        let last = try ValueQuery(database, sql: "SELECT max(id) FROM \(table)").number()
        for index in ["\(table)_digest", "latest_\(table)_digest"] {
            let digests = try PreparedQuery<DigestColumns>(database, from: index)
            defer { digests.reset() }
            while let row = try digests.next() {
                let number = row.integer(.id)
                if number < last, !needed.contains(number) { idle.append((row.integer(.digest), number)) }
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
