import Foundation
import Simulation
import Testing
import TrackingLog

@Suite("The truth of a scenario")
struct TruthTests {
    private static func truth(_ scenarios: [Scenario], days: Int = 28, seed: UInt64) -> [Truth.Entry] {
        Traffic(messages: 0, days: days, seed: seed, end: Traffic.moment, scenarios: scenarios).truth.scenarios
    }

    @Test("begins at a whole minute between 40 and 85 percent of the time, and ends later", arguments: [1, 14, 28])
    func times(days: Int) throws {
        for scenario in ScenarioTests.causes {
            for seed in 1...12 as ClosedRange<UInt64> {
                let entry = try #require(Self.truth([scenario], days: days, seed: seed).first)
                let start = Traffic(messages: 0, days: days, end: Traffic.moment).start
                let since = entry.since.secondsSince1970 - start.secondsSince1970
                #expect(since % 60 == 0)
                #expect((40...85).contains(since * 100 / Int64(days * 86_400)), "\(entry)")
                if let until = entry.until { #expect(entry.since < until && until < Traffic.moment) }
                if let silent = entry.silentSince { #expect(start < silent && silent < entry.since) }
                #expect((entry.silentSince != nil) == (scenario == .silenceSpike))
            }
        }
    }

    @Test("forty seeds are forty places", arguments: ScenarioTests.causes)
    func places(_ scenario: Scenario) {
        let places = (1...40).map { seed -> Truth.Entry? in Self.truth([scenario], seed: seed).first }
        #expect(Set(places).count == 40)
        // Not only at full hours, and not only in one part of the traffic.
        #expect(Set(places.map { ($0?.since.secondsSince1970 ?? 0) % 3_600 }).count > 15)
        #expect(Set(places.map { "\($0?.platform?.name ?? "") \($0?.app ?? "") \($0?.journey ?? "")" }).count > 1)
    }

    @Test("a pause takes four to eight days")
    func pauses() throws {
        for seed in 1...40 as ClosedRange<UInt64> {
            let entry = try #require(Self.truth([.silenceSpike], seed: seed).first)
            let pause = entry.since.secondsSince1970 - (try #require(entry.silentSince)).secondsSince1970
            #expect((4 * 86_400...8 * 86_400).contains(pause))
        }
    }

    @Test("an outage takes 40 minutes to 6 hours, and the gateway's every app")
    func outages() throws {
        for seed in 1...40 as ClosedRange<UInt64> {
            let entry = try #require(Self.truth([.gatewayOutage], seed: seed).first)
            let until = try #require(entry.until)
            #expect((40 * 60...6 * 3_600).contains(until.secondsSince1970 - entry.since.secondsSince1970))
            #expect(entry.platform != nil && entry.app == nil && entry.journey == nil)
        }
    }

    @Test("two causes are planted at once, in whatever order they are named")
    func two() {
        let one = Traffic(
            messages: 1_000, seed: 9, end: Traffic.moment, scenarios: [.opensNotTracked, .credentials])
        var other = one
        other.scenarios.reverse()
        #expect(one.truth.scenarios.map(\.cause) == [.credentials, .opensNotTracked])
        #expect(one.truth == other.truth)
        #expect(one.rows(as: .csv) == other.rows(as: .csv))
    }

    @Test("two causes that could hide each other are apart in place or time")
    func apart() {
        for seed in 1...40 as ClosedRange<UInt64> {
            let entries = Self.truth([.credentials, .opensNotTracked], seed: seed)
            let end = entries[0].until ?? Traffic.moment
            let isApart =
                entries[0].app != entries[1].app || entries[0].platform != entries[1].platform
                || end <= entries[1].since
            #expect(isApart, "\(entries)")
        }
    }

    @Test("both causes leave their marks")
    func bothMarks() throws {
        let healthy = Traffic(messages: 4_000, seed: 3, end: Traffic.moment)
        var planted = healthy
        planted.scenarios = [.tokenChurn, .payloadTooLarge]
        let (before, after) = (try healthy.events(), try planted.events())
        for entry in planted.truth.scenarios {
            let mark = ScenarioMark(scenario: entry.cause)
            #expect(mark.count(before.filter(entry.concerns)) < mark.count(after.filter(entry.concerns)), "\(entry)")
        }
    }

    @Test("is JSON with sorted keys, and null where it is not confined")
    func json() throws {
        let truth = Traffic(messages: 0, seed: 1, end: Traffic.moment, scenarios: [.gatewayOutage]).truth
        struct Document: Decodable {
            struct Entry: Decodable {
                var cause, strength, since: String
                var platform, app, journey, variant, until, silent_since: String?
            }
            var schema: String
            var seed: UInt64
            var scenarios: [Entry]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(truth.json.utf8))
        let entry = try #require(document.scenarios.first)
        let expected = try #require(truth.scenarios.first)
        #expect(document.schema == "pushtrail.truth/1" && document.seed == 1 && document.scenarios.count == 1)
        #expect(entry.cause == "gateway_outage" && entry.strength == "middle")
        #expect(entry.platform == expected.platform?.name && entry.app == nil && entry.journey == nil)
        #expect(entry.since == expected.since.rfc3339 && entry.until == expected.until?.rfc3339)
        #expect(
            truth.json.contains(#""app": null, "cause": "gateway_outage", "first_affected": null, "journey": null, "#))
        let healthy = Traffic(messages: 0, seed: 7, end: Traffic.moment).truth.json
        #expect(healthy == "{\n  \"scenarios\": [],\n  \"schema\": \"pushtrail.truth/1\",\n  \"seed\": 7\n}\n")
    }
}
