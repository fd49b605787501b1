import Foundation
import Simulation
import Testing
import TrackingLog

@Suite("Simulated traffic looks like real traffic")
struct BelievabilityTests {
    private static let traffic = Traffic(messages: 6_000, seed: 3, end: Traffic.moment)
    /// Read once: every test asks something of the same events.
    private static let made = Result { try traffic.events() }

    private let traffic = Self.traffic
    private let events: [SimulatedEvent]

    init() throws {
        events = try Self.made.get()
    }

    @Test("it has exactly the messages asked for, about three events and 1.2 deliveries each")
    func counts() {
        let messages = Set(events.map(\.tracking_code)).count
        let deliveries = Set(events.map { $0.tracking_code + $0.hwid }).count
        #expect(messages == 6_000)
        #expect((2.9...3.4).contains(Double(events.count) / Double(messages)))
        #expect((1.15...1.35).contains(Double(deliveries) / Double(messages)))
    }

    @Test("no event comes twice, and none outside its days")
    func identities() {
        #expect(Set(events).count == events.count)
        let days = traffic.start.secondsSince1970...traffic.end.secondsSince1970
        #expect(events.allSatisfy { days.contains($0.time) })
    }

    @Test("every delivery begins with `created`, and nothing happens to it earlier")
    func beginnings() {
        for delivery in deliveries() {
            #expect(delivery[0].status == "created")
            #expect(delivery.dropFirst().allSatisfy { $0.status != "created" })
        }
    }

    @Test("only what the gateway accepted is opened or received, and only what was opened converts")
    func consequences() {
        for delivery in deliveries() {
            let statuses = Set(delivery.map(\.status))
            #expect(statuses.isDisjoint(with: ["opened", "received"]) || statuses.contains("delivered"))
            #expect(!statuses.contains("converted") || statuses.contains("opened"))
        }
    }

    @Test("`delivered` says Success, `failed` says why, the others say nothing")
    func descriptions() {
        for event in events {
            switch event.status {
            case "delivered": #expect(event.description == "Success")
            case "failed": #expect(!event.description.isEmpty && event.description != "Success")
            default: #expect(event.description.isEmpty)
            }
        }
    }

    @Test("most is delivered, some is refused, few open, a few are tried again")
    func shares() {
        let deliveries = deliveries()
        func share(_ matches: ([SimulatedEvent]) -> Bool) -> Double {
            Double(deliveries.count(where: matches)) / Double(deliveries.count)
        }
        #expect((0.84...0.94).contains(share { $0.contains { $0.status == "delivered" } }))
        #expect((0.05...0.15).contains(share { $0.contains { $0.status == "failed" } }))
        #expect((0.04...0.10).contains(share { $0.contains { $0.status == "opened" } }))
        #expect((0.005...0.03).contains(share { $0.count { $0.status == "sent" } > 1 || retriedUnseen($0) }))
    }

    @Test("openings have a long tail: half within the hour, some after a day, none after three and a bit")
    func tail() {
        let delays = deliveries().compactMap { delivery -> Int64? in
            guard let delivered = delivery.first(where: { $0.status == "delivered" }),
                let opened = delivery.first(where: { $0.status == "opened" })
            else { return nil }
            return opened.time - delivered.time
        }.sorted()
        #expect(delays[delays.count / 2] < 3600)
        #expect(delays[delays.count - 1] > 86_400)
        #expect(delays[delays.count - 1] <= 3 * 86_400)
    }

    @Test("more is sent by day than by night")
    func rhythm() {
        let hours = events.filter { $0.status == "created" }.map { $0.time % 86_400 / 3600 }
        #expect(hours.count { (16..<20).contains($0) } > hours.count { (0..<4).contains($0) } * 5)
    }

    @Test("a person keeps their devices: the same user id goes to the same few hwids")
    func people() {
        let byTarget = Dictionary(grouping: events.filter { $0.target_id != $0.hwid }, by: \.target_id)
        #expect(byTarget.values.allSatisfy { Set($0.map(\.hwid)).count <= 3 })
        #expect(byTarget.values.contains { Set($0.map(\.hwid)).count > 1 })
    }

    @Test("hwids have their platforms' shapes: UUIDs in upper case, 16 digits in lower case")
    func shapes() throws {
        let hwids = Set(events.map(\.hwid))
        let uuid = try Regex("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
        let android = try Regex("[0-9a-f]{16}")
        #expect(hwids.count { $0.wholeMatch(of: uuid) != nil } * 10 > hwids.count * 4)
        #expect(hwids.count { $0.wholeMatch(of: android) != nil } * 10 > hwids.count * 3)
    }

    @Test("a refusal is tried again only if the catalogue says that it may pass")
    func retries() {
        var retried = 0
        for delivery in deliveries() {
            let platform = Platform(hwid: Array(delivery[0].hwid.utf8).span) ?? .unknown
            for (event, next) in zip(delivery, delivery.dropFirst()) where event.status == "failed" {
                let reason = ReasonCatalogue.standard.match(event.description).reason(on: platform)
                #expect(reason?.retry == .yes || reason?.retry == .later, "\(event.description), then \(next.status)")
                retried += 1
            }
        }
        #expect(retried > 0)
    }

    @Test("no delivery has an anomaly but a receipt after the opening")
    func anomalies() {
        for delivery in deliveries() {
            let events = delivery.map { event in
                let word = Array(event.status.utf8)
                return (time: Timestamp(secondsSince1970: event.time), status: Status(word.span) ?? .other, event)
            }.sorted { ($0.time, $0.status.order) < ($1.time, $1.status.order) }
            var finder = AnomalyFinder()
            for event in events { finder.announce(event.status) }
            for (time, status, event) in events {
                let identity = Array(event.description.utf8).withUnsafeBytes { description in
                    Array(event.status.utf8).withUnsafeBytes { word in
                        AnomalyFinder.identity(of: status, word: word, description: description)
                    }
                }
                let anomalies = finder.visit(status, at: time, identity: identity).anomalies
                #expect(Set(anomalies).isSubset(of: [.before(.received)]), "\(event)")
            }
        }
    }

    private func deliveries() -> [[SimulatedEvent]] {
        Array(Dictionary(grouping: events) { $0.tracking_code + $0.hwid }.values)
    }

    /// Whether an app that records no hand-off tried again: more than one answer of the gateway.
    private func retriedUnseen(_ delivery: [SimulatedEvent]) -> Bool {
        delivery.count { $0.status == "failed" || $0.status == "delivered" } > 1
    }
}
