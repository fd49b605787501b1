import Foundation
import Simulation
import Synchronization
import Testing
import TrackingLog

@Suite("A scenario plants its cause, and says where")
struct ScenarioTests {
    /// All that plant something.
    static let causes = Scenario.allCases.filter { $0 != .healthy }

    private static func traffic(_ scenarios: Scenario..., strength: ScenarioStrength = .strong) -> Traffic {
        // A token is seen under two people only if both get messages in the time.
        let isLong = scenarios.contains(.tokenMoves)
        return Traffic(
            messages: isLong ? 3_000 : 1_500, days: isLong ? 14 : 3, seed: 11, end: Traffic.moment,
            scenarios: scenarios, strength: strength)
    }

    /// The healthy traffic with the same people.
    private static func healthy(beside scenario: Scenario) -> Traffic {
        var traffic = traffic(scenario)
        traffic.scenarios = []
        return traffic
    }

    /// Traffic that several statements are about, made once.
    private struct Made: Sendable {
        let rows: [UInt8]
        let events: [SimulatedEvent]
    }

    private static let made = Mutex<[Traffic: Made]>([:])

    private static func made(_ traffic: Traffic) throws -> Made {
        // Whoever waits gets what the first one makes.
        try made.withLock { made in
            if let known = made[traffic] { return known }
            let rows = traffic.rows(as: .ndjson)
            let new = Made(rows: rows, events: try Traffic.events(of: rows))
            made[traffic] = new
            return new
        }
    }

    @Test("no scenario and `healthy` are the same traffic, and nothing is planted in it")
    func healthy() {
        #expect(Self.healthy(beside: .healthy).rows(as: .csv) == Self.traffic(.healthy).rows(as: .csv))
        #expect(Self.traffic(.healthy).truth.scenarios.isEmpty)
    }

    @Test("healthy traffic never loses its credentials", arguments: [1, 2, 3] as [UInt64])
    func credentials(seed: UInt64) throws {
        let events = try Traffic(messages: 1_500, days: 28, seed: seed, end: Traffic.moment).events()
        #expect(!events.contains { $0.description.contains("ProviderToken") })
    }

    @Test("what differs from healthy traffic lies in the scope and not before the start", arguments: causes)
    func confined(_ scenario: Scenario) throws {
        let traffic = Self.traffic(scenario)
        let truth = try #require(traffic.truth.scenarios.first)
        let healthy = Set(try Self.made(Self.healthy(beside: scenario)).events)
        let planted = Set(try Self.made(traffic).events)
        let changed = healthy.symmetricDifference(planted)
        if scenario != .duplicates { #expect(!changed.isEmpty) }
        // What grows in a shift of the mix delivers worse all the time, and goes to all devices of its people.
        let early = changed.filter { $0.time < truth.start && (scenario != .mixShift || $0.status == "created") }
        let outside = changed.filter {
            !truth.covers($0) && (scenario != .mixShift || $0.app_code != truth.app)
        }
        #expect(early.isEmpty, "\(truth): \(early.prefix(3))")
        #expect(outside.isEmpty, "\(truth): \(outside.prefix(3))")
    }

    @Test("the truth has the time of the first event that differs from healthy traffic", arguments: causes)
    func firstAffected(_ scenario: Scenario) throws {
        let traffic = Self.traffic(scenario)
        let (healthy, planted) = (try Self.made(Self.healthy(beside: scenario)).events, try Self.made(traffic).events)
        let first: Int64
        if scenario == .mixShift {
            // What grows delivers worse all the time: only the messages that are added count.
            let codes = Set(healthy.map(\.tracking_code))
            first = try #require(planted.filter { !codes.contains($0.tracking_code) }.map(\.time).min())
        } else {
            var counts: [SimulatedEvent: Int] = [:]
            for event in healthy { counts[event, default: 0] += 1 }
            for event in planted { counts[event, default: 0] -= 1 }
            first = try #require(counts.filter { $0.value != 0 }.keys.map(\.time).min())
        }
        var stream = TrafficStream(traffic, as: .ndjson)
        var rows: [UInt8] = []
        while stream.read(into: &rows) {}
        #expect(stream.firstAffected.map { $0?.secondsSince1970 } == [first])
        var truth = traffic.truth
        #expect(truth.json.contains("\"first_affected\": null"))
        truth.noteFirstAffected(stream.firstAffected)
        #expect(truth.json.contains("\"first_affected\": \"\(Timestamp(secondsSince1970: first).rfc3339)\""))
    }

    @Test("the log before the start is that of healthy traffic, to the byte", arguments: causes)
    func before(_ scenario: Scenario) throws {
        guard scenario != .mixShift else { return }
        let traffic = Self.traffic(scenario)
        let start = try #require(traffic.truth.scenarios.first).start
        func rows(_ traffic: Traffic) throws -> [ArraySlice<UInt8>] {
            let made = try Self.made(traffic)
            let lines = Traffic.lines(of: made.rows)
            #expect(lines.count == made.events.count)
            return zip(lines, made.events).filter { $1.time < start }.map(\.0)
        }
        let expected = try rows(Self.healthy(beside: scenario))
        #expect(!expected.isEmpty)
        #expect(try rows(traffic) == expected)
    }

    @Test("its mark is found there, the more the stronger it is", arguments: causes)
    func strengths(_ scenario: Scenario) throws {
        let truth = try #require(Self.traffic(scenario).truth.scenarios.first)
        let mark = ScenarioMark(scenario: scenario)
        // A token's people are seen over the whole time.
        let isWhole = scenario == .tokenMoves
        func count(_ events: [SimulatedEvent]) -> Int {
            mark.count(events.filter { isWhole ? truth.covers($0) : truth.concerns($0) })
        }
        let counts =
            [count(try Self.made(Self.healthy(beside: scenario)).events)]
            + (try ScenarioStrength.allCases.map { count(try Self.made(Self.traffic(scenario, strength: $0)).events) })
        let rising = mark.isLack ? counts.map { -$0 } : counts
        #expect(rising == rising.sorted(), "\(truth): \(counts)")
        #expect(rising[1] < rising[3] && rising[0] < rising[2], "\(truth): \(counts)")
    }

    @Test("failures for unknown reasons have words that mean nothing on any platform, in one app")
    func unknownReasons() throws {
        let traffic = Self.traffic(.unknownReason)
        let truth = try #require(traffic.truth.scenarios.first)
        let healthy = Set(try Self.made(Self.healthy(beside: .unknownReason)).events)
        let new = try Self.made(traffic).events.filter { $0.status == "failed" && !healthy.contains($0) }
        let words = Set(new.map(\.description))
        #expect(words.count == 1)
        for word in words {
            let match = ReasonCatalogue.standard.match(word)
            #expect(Platform.allCases.allSatisfy { match.reason(on: $0) == nil }, "\(word)")
        }
        #expect(truth.app != nil && truth.platform == nil && truth.journey == nil && truth.until == nil)
        #expect(!new.isEmpty && new.allSatisfy { $0.app_code == truth.app && $0.time >= truth.start })
    }

    @Test("a shift of the mix lowers the rate of all, and that of no group")
    func simpson() throws {
        let traffic = Traffic(
            messages: 4_000, seed: 2, end: Traffic.moment, scenarios: [.mixShift], strength: .strong)
        let truth = try #require(traffic.truth.scenarios.first)
        let deliveries = Dictionary(grouping: try traffic.events()) { $0.tracking_code + $0.hwid }.values
        /// The share of deliveries that are accepted, before the shift and in it.
        func rates(_ isIn: (SimulatedEvent) -> Bool) -> (before: Double, during: Double) {
            func rate(_ isDuring: Bool) -> Double {
                let chosen = deliveries.filter {
                    isIn($0[0]) && ($0[0].time >= truth.since.secondsSince1970) == isDuring
                }
                return Double(chosen.count { $0.contains { $0.status == "delivered" } }) / Double(chosen.count)
            }
            return (rate(false), rate(true))
        }
        let (all, group) = (rates { _ in true }, rates { truth.covers($0) && !$0.hwid.isEmpty })
        let others = rates { !truth.covers($0) || $0.hwid.isEmpty }
        #expect(all.during < all.before - 0.03, "\(all)")
        #expect(abs(group.during - group.before) < 0.06, "\(group)")
        #expect(abs(others.during - others.before) < 0.03, "\(others)")
        #expect(group.before < others.before - 0.1)
    }

    @Test("a log stays in the order of time, and both orders have the same events", arguments: causes)
    func orders(_ scenario: Scenario) throws {
        var traffic = Traffic(
            messages: 500, days: 3, seed: 5, end: Traffic.moment, scenarios: [scenario], strength: .strong)
        let byTime = try traffic.events()
        traffic.order = .asRecorded
        let asRecorded = try traffic.events()
        #expect(zip(byTime, byTime.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(byTime.count == asRecorded.count)
        #expect(Set(byTime) == Set(asRecorded))
    }

    @Test("the bytes of planted traffic stay what they were, on every machine")
    func known() {
        let traffic = Traffic(messages: 1_000, seed: 42, end: Traffic.moment, scenarios: Self.causes)
        #expect(DeterminismTests.fingerprint(traffic.rows(as: .csv)) == 88_295_305_572_609_383)
    }
}
