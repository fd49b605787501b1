import GRDB

/// What the rows of a delivery usually say, where SQLite keeps it: good until the next delivery is read.
public struct DeliveryText {
    /// The message's tracking code.
    public let trackingCode: UnsafeRawBufferPointer
    /// What the sender addressed.
    public let target: UnsafeRawBufferPointer
    /// The device.
    public let hwid: UnsafeRawBufferPointer
    /// The app's code.
    public let appCode: UnsafeRawBufferPointer
    /// What was pushed.
    public let payload: UnsafeRawBufferPointer
}

/// Looks up what events say, by their numbers, on one connection.
final class DeliveryTexts {
    private let deliveries: PreparedStatement
    private let identifiers: PreparedStatement
    private let apps: PreparedStatement
    private let payloads: PreparedStatement
    private let outcomes: PreparedStatement

    /// Messages whose numbers lie this close together are read in one go: reading on costs less than seeking.
    private static let closeBy: Int64 = 16

    init(_ database: Database) throws {
        deliveries = try PreparedStatement(
            database,
            """
            SELECT delivery.message, delivery.device, ifnull(message.created, message.first),
                message.code, target.text, device.text, app.code, payload.body
            FROM delivery
                CROSS JOIN message ON message.id = delivery.message
                CROSS JOIN identifier AS device ON device.id = delivery.device
                CROSS JOIN identifier AS target ON target.id = delivery.target
                CROSS JOIN app ON app.id = delivery.app
                CROSS JOIN payload ON payload.id = delivery.payload
            WHERE delivery.message BETWEEN ?1 AND ?2
            ORDER BY delivery.message, delivery.device
            """)
        identifiers = try PreparedStatement(database, "SELECT text FROM identifier WHERE id = ?1")
        apps = try PreparedStatement(database, "SELECT code FROM app WHERE id = ?1")
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
            try visit(
                start..<index, deliveries.integer(2),
                DeliveryText(
                    trackingCode: deliveries.text(3), target: deliveries.text(4), hwid: deliveries.text(5),
                    appCode: deliveries.text(6), payload: deliveries.text(7)))
        }
    }

    /// Gives the text of a target.
    func identifier<Result>(_ number: Int64, _ body: (UnsafeRawBufferPointer) -> Result) throws -> Result {
        try text(of: number, by: identifiers, body)
    }

    /// Gives the code of an app.
    func app<Result>(_ number: Int64, _ body: (UnsafeRawBufferPointer) -> Result) throws -> Result {
        try text(of: number, by: apps, body)
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
