import Durability
import Testing
import TrackingLog

@testable import LogVerification

@Suite("A delivery's events come together, in the order of the log, however many are held in memory")
struct DeliveryEventsTests {
    /// Events of some hundred deliveries, as good as random.
    private static let log: [DeliveryEvents.Event] = {
        var random = SystemRandomNumberGenerator()
        let deliveries = (0..<300).map { _ in random.next() }
        return (0..<5000).map { row in
            DeliveryEvents.Event(
                delivery: deliveries.randomElement(using: &random) ?? 0, time: Int64(row / 3) - 100, row: row + 1,
                status: Status.allCases.randomElement(using: &random) ?? .other, identity: random.next())
        }
    }()

    /// The events visited of each delivery, and their parts, in order.
    private static func gathered(_ events: DeliveryEvents) throws -> [UInt64: (parts: Set<Int>, rows: [String])] {
        var gathered: [UInt64: (parts: Set<Int>, rows: [String])] = [:]
        var part = 0
        let isVisited = try events.forEachPart(ofAtMost: .max) { events in
            for event in events {
                gathered[event.delivery, default: ([], [])].parts.insert(part)
                gathered[event.delivery, default: ([], [])].rows.append(
                    "\(event.row) \(event.time) \(event.status) \(event.identity)")
            }
            part += 1
        }
        #expect(isVisited)
        return gathered
    }

    private static func expectAll(_ events: DeliveryEvents) throws {
        let gathered = try gathered(events)
        let expected = Dictionary(grouping: log, by: \.delivery).mapValues { events in
            events.map { "\($0.row) \($0.time) \($0.status) \($0.identity)" }
        }
        #expect(gathered.mapValues(\.rows) == expected)
        #expect(gathered.values.allSatisfy { $0.parts.count == 1 })
        let parts = Dictionary(grouping: gathered.values, by: \.parts).mapValues { $0.reduce(0) { $0 + $1.rows.count } }
        let largest = try #require(parts.values.max())
        #expect(try events.forEachPart(ofAtMost: largest) { _ in })
        #expect(try !events.forEachPart(ofAtMost: largest - 1) { _ in Issue.record("a part was visited") })
    }

    @Test("all, none, or any number of them", arguments: [1, 7, 1000, 5000, 5001])
    func room(_ room: Int) throws {
        var events = DeliveryEvents(room: room)
        for event in Self.log { events.append(event) }
        try Self.expectAll(events)
    }

    @Test("without room for a temporary file they stay in memory")
    func noFile() throws {
        var events = DeliveryEvents(room: 100) { () throws(FileError) in
            throw FileError(path: "/tmp", doing: "create a temporary file in", reason: "the disk is full")
        }
        for event in Self.log { events.append(event) }
        try Self.expectAll(events)
    }

    @Test("and can be visited again")
    func again() throws {
        var events = DeliveryEvents(room: 1000)
        for event in Self.log { events.append(event) }
        try Self.expectAll(events)
        try Self.expectAll(events)
    }

    @Test("without events there are none")
    func nothing() throws {
        #expect(try Self.gathered(DeliveryEvents()).isEmpty)
    }
}
