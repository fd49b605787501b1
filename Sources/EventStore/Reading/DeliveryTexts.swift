import GRDB

/// What the rows of a delivery usually say, where SQLite keeps it: good until the next delivery is read.
struct DeliveryText {
    /// The message's tracking code.
    let trackingCode: UnsafeRawBufferPointer
    /// What the sender addressed.
    let target: UnsafeRawBufferPointer
    /// The device.
    let hwid: UnsafeRawBufferPointer
    /// The app's code.
    let appCode: UnsafeRawBufferPointer
    /// What was pushed.
    let payload: UnsafeRawBufferPointer
    /// The fingerprint of message and device, made from these texts.
    let identity: UInt64
    /// The fingerprint of all of it, made from these texts.
    let fingerprint: UInt64
}

/// Looks up what events say, by their numbers, on one connection.
final class DeliveryTexts {
    private let deliveries: PreparedStatement
    private let identifiers: PreparedStatement
    private let payloads: PreparedStatement
    private let outcomes: PreparedStatement
    private let fingerprint: Fingerprint
    /// Whether what is known of messages is held against its fingerprint.
    private let isChecking: Bool
    /// The message read last, and the fingerprints of its code and of its app's.
    private var message: (number: Int64, code: UInt64, app: UInt64)?
    private var outcomeFingerprints: [Int64: UInt64] = [:]

    /// Messages whose numbers lie this close together are read in one go: reading on costs less than seeking.
    private static let closeBy: Int64 = 16

    init(_ database: Database, isChecking: Bool = true) throws {
        self.isChecking = isChecking
        fingerprint = try Fingerprint(database)
        deliveries = try PreparedStatement(
            database,
            """
            SELECT delivery.message, delivery.device, ifnull(message.created, message.first),
                message.code, target.text, device.text, app.code, payload.body,
                message.app, message.created, message.first, message.target, message.named, message.fingerprint
            FROM delivery
                CROSS JOIN message ON message.id = delivery.message
                CROSS JOIN identifier AS device ON device.id = delivery.device
                CROSS JOIN identifier AS target ON target.id = delivery.target
                CROSS JOIN app ON app.id = message.app
                CROSS JOIN payload ON payload.id = delivery.payload
            WHERE delivery.message BETWEEN ?1 AND ?2
            ORDER BY delivery.message, delivery.device
            """)
        identifiers = try PreparedStatement(database, "SELECT text FROM identifier WHERE id = ?1")
        payloads = try PreparedStatement(database, "SELECT body FROM payload WHERE id = ?1")
        outcomes = try PreparedStatement(database, "SELECT word, description FROM outcome WHERE id = ?1")
    }

    /// Visits the deliveries of some events that are sorted by message and device.
    ///
    /// - Parameter visit: is given the range of the events, the message's creation time, and the texts.
    func visit(
        _ events: [StoredEvent], _ visit: (_ events: Range<Int>, _ created: Int64, DeliveryText) throws -> Void
    ) throws {
        var start = 0
        while start < events.count {
            var end = start + 1
            while end < events.count, events[end].message - events[end - 1].message <= Self.closeBy { end += 1 }
            try self.visit(events, start..<end, visit)
            start = end
        }
    }

    /// Visits the deliveries of events whose messages lie close together.
    private func visit(
        _ events: [StoredEvent], _ range: Range<Int>,
        _ visit: (_ events: Range<Int>, _ created: Int64, DeliveryText) throws -> Void
    ) throws {
        deliveries.bind(events[range.lowerBound].message, at: 1)
        deliveries.bind(events[range.upperBound - 1].message, at: 2)
        defer { deliveries.reset() }
        var index = range.lowerBound
        while index < range.upperBound {
            guard try deliveries.step() else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a delivery is lost")
            }
            let (message, device) = (deliveries.integer(0), deliveries.integer(1))
            let start = index
            while index < range.upperBound, events[index].message == message, events[index].device == device {
                index += 1
            }
            guard index > start else { continue }
            try visit(start..<index, deliveries.integer(2), text(message))
        }
    }

    /// The texts of the delivery at which the statement stands.
    private func text(_ number: Int64) throws -> DeliveryText {
        let (code, target, hwid) = (deliveries.text(3), deliveries.text(4), deliveries.text(5))
        let (app, payload) = (deliveries.text(6), deliveries.text(7))
        if message?.number != number {
            message = (number, fingerprint.of(code), fingerprint.of(app))
            if isChecking { try checkMessage(number) }
        }
        let known = message ?? (0, 0, 0)
        let identity = fingerprint.delivery(code: known.code, app: known.app, hwid: fingerprint.of(hwid))
        return DeliveryText(
            trackingCode: code, target: target, hwid: hwid, appCode: app, payload: payload, identity: identity,
            fingerprint: fingerprint.details(
                of: identity, target: fingerprint.of(target), payload: fingerprint.of(payload)))
    }

    /// Makes sure that what is known of a message is what was recorded: its times decide which logs it is in.
    private func checkMessage(_ number: Int64) throws {
        let known = KnownMessage(row: deliveries, from: 8, number: number)
        guard fingerprint.message(code: message?.code ?? 0, known) == deliveries.integer(13) else {
            throw MessageTable.damage(of: number)
        }
    }

    /// Adds an event of a delivery that is being visited to sums.
    func add(_ event: StoredEvent, of text: DeliveryText, to sums: inout EventSums) throws {
        sums.add(time: event.time, night: event.night, fingerprint: try fingerprint(of: event, text))
    }

    /// The fingerprint of an event of a delivery that is being visited, made from the texts.
    private func fingerprint(of event: StoredEvent, _ text: DeliveryText) throws -> UInt64 {
        var details = text.fingerprint
        if event.target != nil || event.payload != nil {
            let target = try event.target.map { try identifier($0, fingerprint.of) } ?? fingerprint.of(text.target)
            let payload = try event.payload.map { try self.payload($0, fingerprint.of) } ?? fingerprint.of(text.payload)
            details = fingerprint.details(of: text.identity, target: target, payload: payload)
        }
        let outcome: UInt64
        if let known = outcomeFingerprints[event.outcome] {
            outcome = known
        } else {
            outcome = try self.outcome(event.outcome) { word, description in
                fingerprint.outcome(word: fingerprint.of(word), description: fingerprint.of(description))
            }
            // They are few, unless descriptions are made to be many.
            if outcomeFingerprints.count == Self.mostOutcomes { outcomeFingerprints.removeAll() }
            outcomeFingerprints[event.outcome] = outcome
        }
        return fingerprint.event(details: details, outcome: outcome, time: event.time, seq: event.seq)
    }

    private static let mostOutcomes = 1 << 12

    /// Gives the text of a target.
    func identifier<Result>(_ number: Int64, _ body: (UnsafeRawBufferPointer) -> Result) throws -> Result {
        try text(of: number, by: identifiers, body)
    }

    /// Gives the body of a payload.
    func payload<Result>(_ number: Int64, _ body: (UnsafeRawBufferPointer) -> Result) throws -> Result {
        try text(of: number, by: payloads, body)
    }

    /// Gives a status word as it was spelled, and a description.
    func outcome<Result>(
        _ number: Int64, _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Result
    ) throws -> Result {
        outcomes.bind(number, at: 1)
        defer { outcomes.reset() }
        guard try outcomes.step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a text is lost") }
        return body(outcomes.text(0), outcomes.text(1))
    }

    private func text<Result>(
        of number: Int64, by statement: PreparedStatement, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws -> Result {
        statement.bind(number, at: 1)
        defer { statement.reset() }
        guard try statement.step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a text is lost") }
        return body(statement.text(0))
    }
}
