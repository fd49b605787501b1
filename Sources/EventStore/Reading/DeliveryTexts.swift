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
    let appCode: [UInt8]
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
    private let apps: PreparedStatement
    private let fingerprint: Fingerprint
    /// Whether what is known of messages is held against its fingerprint.
    private let isChecking: Bool
    /// The message read last, and the fingerprint of its code.
    private var message: (number: Int64, code: UInt64)?
    /// Caches: apps and outcomes are few, unless descriptions are made to be many.
    private var knownApps = NumberCache<(code: [UInt8], fingerprint: UInt64)>(bits: 10)
    private var outcomeFingerprints = NumberCache<UInt64>(bits: 10)

    /// Messages whose numbers lie this close together are read in one go: reading on costs less than seeking.
    private static let closeBy: Int64 = 16

    init(_ database: Database, isChecking: Bool = true) throws {
        self.isChecking = isChecking
        fingerprint = try Fingerprint(database)
        deliveries = try PreparedStatement(
            database,
            """
            SELECT delivery.message, delivery.device, message.code, target.text, device.text, payload.body,
                message.app, message.created, message.first, message.target, message.named, message.fingerprint
            FROM delivery
                CROSS JOIN message ON message.id = delivery.message
                CROSS JOIN identifier AS device ON device.id = delivery.device
                CROSS JOIN identifier AS target ON target.id = delivery.target
                CROSS JOIN payload ON payload.id = delivery.payload
            WHERE delivery.message BETWEEN ?1 AND ?2
            ORDER BY delivery.message, delivery.device
            """)
        identifiers = try PreparedStatement(database, "SELECT text FROM identifier WHERE id = ?1")
        payloads = try PreparedStatement(database, "SELECT body FROM payload WHERE id = ?1")
        outcomes = try PreparedStatement(database, "SELECT word, description FROM outcome WHERE id = ?1")
        apps = try PreparedStatement(database, "SELECT code FROM app WHERE id = ?1")
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
            let known = KnownMessage(row: deliveries, from: 6, number: message)
            try visit(start..<index, known.created == .max ? known.first : known.created, text(of: known))
        }
    }

    /// The texts of the delivery at which the statement stands, a message's.
    private func text(of known: KnownMessage) throws -> DeliveryText {
        let (code, target, hwid) = (deliveries.text(2), deliveries.text(3), deliveries.text(4))
        let payload = deliveries.text(5)
        let app = try app(known.app)
        let identity = fingerprint.delivery(
            code: try self.code(code, of: known), app: app.fingerprint, hwid: fingerprint.of(hwid))
        return DeliveryText(
            trackingCode: code, target: target, hwid: hwid, appCode: app.code, payload: payload, identity: identity,
            fingerprint: fingerprint.details(
                of: identity, target: fingerprint.of(target), payload: fingerprint.of(payload)))
    }

    /// The fingerprint of the tracking code of the message at which the statement stands.
    private func code(_ code: UnsafeRawBufferPointer, of known: KnownMessage) throws -> UInt64 {
        if let message, message.number == known.number { return message.code }
        let code = fingerprint.of(code)
        message = (known.number, code)
        // Its times decide which logs it is in.
        guard !isChecking || fingerprint.message(code: code, known) == deliveries.integer(11) else {
            throw MessageTable.damage(of: known.number)
        }
        return code
    }

    /// An app's code, and its fingerprint.
    private func app(_ number: Int64) throws -> (code: [UInt8], fingerprint: UInt64) {
        if let known = knownApps[number] { return known }
        let app = try text(of: number, by: apps) { (code: Array($0), fingerprint: fingerprint.of($0)) }
        knownApps[number] = app
        return app
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
            outcomeFingerprints[event.outcome] = outcome
        }
        return fingerprint.event(details: details, outcome: outcome, time: event.time, seq: event.seq)
    }

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
