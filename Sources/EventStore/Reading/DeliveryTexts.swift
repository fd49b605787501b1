import GRDB

/// What the rows of a delivery usually say, in SQLite's memory: valid until the next delivery is read.
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
    /// The fingerprint of everything, made from these texts.
    let fingerprint: UInt64
}

/// Looks up the texts of events, by their numbers, on one connection.
final class DeliveryTexts {
    private enum DeliveryColumns: Int32, KnownMessageColumns {
        case message, device, code, targetText, hwid, payload
        case app, created, first, target, named, fingerprint

        var sql: String {
            switch self {
            case .message, .device: "delivery.\(self)"
            case .targetText: "target.text"
            case .hwid: "device.text"
            case .payload: "payload.body"
            case .code, .app, .created, .first, .target, .named, .fingerprint: "message.\(self)"
            }
        }
    }

    private enum OutcomeColumns: Int32, QueryColumns {
        case word, description
    }

    private let deliveries: PreparedQuery<DeliveryColumns>
    private let identifiers: ValueQuery
    private let payloads: ValueQuery
    private let outcomes: PreparedQuery<OutcomeColumns>
    private let apps: ValueQuery
    private let fingerprint: Fingerprint
    /// Whether messages are checked against their fingerprints.
    private let isChecking: Bool
    /// The last message read, and the fingerprint of its code.
    private var message: (number: Int64, code: UInt64)?
    /// Caches: apps and outcomes are few, unless a sender makes many descriptions.
    private var knownApps = NumberCache<(code: [UInt8], fingerprint: UInt64)>(bits: 10)
    private var outcomeFingerprints = NumberCache<UInt64>(bits: 10)

    /// The distance of message numbers that are read together: reading on costs less than seeking.
    private static let closeBy: Int64 = 16

    init(_ database: Database, isChecking: Bool = true) throws {
        self.isChecking = isChecking
        fingerprint = try Fingerprint(database)
        deliveries = try PreparedQuery(
            database,
            from: """
                delivery
                CROSS JOIN message ON message.id = delivery.message
                CROSS JOIN identifier AS device ON device.id = delivery.device
                CROSS JOIN identifier AS target ON target.id = delivery.target
                CROSS JOIN payload ON payload.id = delivery.payload
                WHERE delivery.message BETWEEN ?1 AND ?2
                ORDER BY delivery.message, delivery.device
                """)
        identifiers = try ValueQuery(database, sql: "SELECT text FROM identifier WHERE id = ?1")
        payloads = try ValueQuery(database, sql: "SELECT body FROM payload WHERE id = ?1")
        outcomes = try PreparedQuery(database, from: "outcome WHERE id = ?1")
        apps = try ValueQuery(database, sql: "SELECT code FROM app WHERE id = ?1")
    }

    /// Visits the deliveries of events that are sorted by message and device.
    ///
    /// - Parameter visit: receives the range of the events, the message's creation time, and the texts.
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
            guard let row = try deliveries.next() else { throw DatabaseError.damage("a delivery is missing") }
            let (message, device) = (row.integer(.message), row.integer(.device))
            let start = index
            while index < range.upperBound, events[index].message == message, events[index].device == device {
                index += 1
            }
            guard index > start else { continue }
            let known = KnownMessage(row, number: message)
            try visit(start..<index, known.created == .max ? known.first : known.created, text(row, of: known))
        }
    }

    /// The texts of a delivery of a message.
    private func text(_ row: QueryRow<DeliveryColumns>, of known: KnownMessage) throws -> DeliveryText {
        let (code, target, hwid) = (row.text(.code), row.text(.targetText), row.text(.hwid))
        let payload = row.text(.payload)
        let app = try app(known.app)
        let identity = fingerprint.delivery(
            code: try codeFingerprint(row, of: known), app: app.fingerprint, hwid: fingerprint.of(hwid))
        return DeliveryText(
            trackingCode: code, target: target, hwid: hwid, appCode: app.code, payload: payload, identity: identity,
            fingerprint: fingerprint.details(
                of: identity, target: fingerprint.of(target), payload: fingerprint.of(payload)))
    }

    /// The fingerprint of a message's tracking code.
    private func codeFingerprint(_ row: QueryRow<DeliveryColumns>, of known: KnownMessage) throws -> UInt64 {
        if let message, message.number == known.number { return message.code }
        let code = fingerprint.of(row.text(.code))
        message = (known.number, code)
        // Its times decide which logs it is in.
        guard !isChecking || fingerprint.message(code: code, known) == row.integer(.fingerprint) else {
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

    /// Adds an event of the visited delivery to sums.
    func add(_ event: StoredEvent, of text: DeliveryText, to sums: inout EventSums) throws {
        sums.add(time: event.time, night: event.night, fingerprint: try fingerprint(of: event, text))
    }

    /// The fingerprint of an event of the visited delivery, made from the texts.
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

    /// Reads the text of a target.
    func identifier<Result>(_ number: Int64, _ body: (UnsafeRawBufferPointer) -> Result) throws -> Result {
        try text(of: number, by: identifiers, body)
    }

    /// Reads the body of a payload.
    func payload<Result>(_ number: Int64, _ body: (UnsafeRawBufferPointer) -> Result) throws -> Result {
        try text(of: number, by: payloads, body)
    }

    /// Reads a status word as it was written, and a description.
    func outcome<Result>(
        _ number: Int64, _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Result
    ) throws -> Result {
        outcomes.bind(number, at: 1)
        return try outcomes.only(orMissing: "a text is missing") { body($0.text(.word), $0.text(.description)) }
    }

    private func text<Result>(
        of number: Int64, by query: ValueQuery, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws -> Result {
        query.bind(number, at: 1)
        return try query.only(orMissing: "a text is missing") { body($0.text(.value)) }
    }
}
