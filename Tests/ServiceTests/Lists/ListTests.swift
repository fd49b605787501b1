import Analysis
import EventStore
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("Lists over HTTP are those of the commands")
struct ListTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    @Test("deliveries: the lines of the command, in its order, whatever the page's length", arguments: [1, 7, 10_000])
    func deliveries(limit: Int) async throws {
        let log = try await fixture.simulate(messages: limit == 1 ? 20 : 400)
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            let lines = try await client.lines("/v1/deliveries?limit=\(limit)", "deliveries", token: token)
            #expect(try lines == deliveryLines(of: log) && !lines.isEmpty)
        }
    }

    @Test("filters, order, columns and lines of devices are those of the command")
    func selection() async throws {
        let log = try await fixture.simulate()
        let token = try fixture.token(.export)
        let all = try deliveryLines(of: log)
        let journey = try #require(all.compactMap { $0["name"].flatMap { MessageName($0).journey } }.first)
        let person = try #require(all.compactMap { $0["person"] }.first)
        let cases: [(String, @Sendable (inout DeliveryRequest) -> Void)] = [
            ("outcome=bounced&outcome=sent", { $0.outcomes = [.bounced, .sent] }),
            ("category=token", { $0.categories = [.token] }),
            ("platform=ios", { $0.filter.platforms = [.ios] }),
            ("per_device=true&platform=android", { ($0.isPerDevice, $0.filter.platforms) = (true, [.android]) }),
            ("sort=-attempts", { $0.order = DeliveryOrder(by: .attempts, isDescending: true) }),
            // As Python's requests and forms write a space, and as curl does.
            ("journey=\(journey.replacing(" ", with: "+"))", { $0.filter.journeys = [journey] }),
            ("journey=\(journey.replacing(" ", with: "%20"))", { $0.filter.journeys = [journey] }),
            ("person=\(person)", { $0.persons = [person] }),
        ]
        try await fixture.serve(workers: 0) { client in
            for (query, change) in cases {
                let lines = try await client.lines("/v1/deliveries?\(query)&limit=150", "deliveries", token: token)
                #expect(try lines == deliveryLines(of: log, change) && !lines.isEmpty, "\(query)")
            }
            let few = try await client.lines(
                "/v1/deliveries?columns=tracking_code,outcome,person&without=person&limit=10000", "deliveries",
                token: token)
            #expect(few == all.map { $0.with(["tracking_code", "outcome"]) })
        }
    }

    @Test(
        "segments: the lines of the command",
        arguments: Segment.allCases.filter { !$0.needsAudience })
    func segments(segment: Segment) async throws {
        let log = try await fixture.simulate(messages: 600)
        let token = try fixture.token(.export)
        // On a busy machine, minutes lie between the two answers; who counts as reached lately depends on the moment.
        let asOf = Timestamp.now
        try await fixture.serve(workers: 0) { client in
            let path = "/v1/segments/\(segment.rawValue)?limit=50&as_of=\(asOf.rfc3339)"
            let lines = try await client.lines(path, "members", token: token)
            #expect(try lines == segmentLines(segment, of: log, asOf: asOf))
            if [.hasToken, .staleTokens, .deliveryFailures].contains(segment) { #expect(!lines.isEmpty) }
        }
    }

    @Test("later pages show the events of the first page's moment, after a restart and on another server, too")
    func snapshot() async throws {
        let log = try await fixture.simulate()
        let token = try fixture.token(.export)
        let expected = try deliveryLines(of: log)
        let (first, next) = try await fixture.serve(workers: 0) { client in
            let page = try await client.send(.get, "/v1/deliveries?limit=100", token: token).json
            return (
                try #require(page["deliveries"] as? [[String: Any]]).map(Line.init),
                try #require(page["next_page_token"] as? String)
            )
        }
        _ = try await fixture.simulate(messages: 300, seed: 2)
        try await fixture.serve(workers: 0) { client in
            let path = "/v1/deliveries?limit=10000&page_token=\(next)"
            for _ in 0..<2 {
                let page = try await client.send(.get, path, token: token).json
                let rest = try #require(page["deliveries"] as? [[String: Any]]).map(Line.init)
                #expect(first + rest == expected)
                #expect(page["next_page_token"] is NSNull && page["total"] as? Int == expected.count)
            }
            let new = try await client.lines("/v1/deliveries?limit=10000", "deliveries", token: token)
            #expect(new.count > expected.count)
        }
    }

    @Test("a token that is bound to apps gets their messages, people and devices, and no hint of others")
    func bound() async throws {
        let log = try await fixture.simulate()
        let apps = Set(try deliveryLines(of: log).compactMap { $0["app"] }).sorted()
        try #require(apps.count > 1)
        let (own, all) = (try fixture.token(.export, apps: [apps[0]]), try fixture.token(.export))
        try await fixture.serve(workers: 0) { client in
            let lines = try await client.lines("/v1/deliveries?limit=10000", "deliveries", token: own)
            #expect(try lines == deliveryLines(of: log) { $0.filter.apps = [apps[0]] } && !lines.isEmpty)
            let foreign = try await client.send(.get, "/v1/deliveries?app=\(apps[1])", token: own)
            #expect(try foreign.json["total"] as? Int == 0)
            let warnings = try #require(try foreign.json["warnings"] as? [String])
            #expect(warnings == ["no message matches app “\(apps[1])”: messages have “\(apps[0])”"])
            for segment in ["has-token", "stale-tokens", "moved-tokens"] {
                let answer = try await client.send(.get, "/v1/segments/\(segment)?limit=10000", token: own)
                #expect(apps.dropFirst().allSatisfy { !answer.text.contains($0) })
            }
            // A place in another's list grants nothing.
            let page = try await client.send(.get, "/v1/deliveries?limit=1", token: all).json
            let next = try #require(page["next_page_token"] as? String)
            let stolen = try await client.send(.get, "/v1/deliveries?limit=1&page_token=\(next)", token: own)
            #expect(stolen.status == .badRequest)
        }
    }

    @Test(
        "what cannot be meant is a problem that says what can",
        arguments: [
            ("deliveries?limit=0", 400, "limit is not a number from 1 to 10000"),
            ("deliveries?limit=x", 400, "limit is not a number"),
            ("deliveries?limit=1&limit=2", 400, "limit stands there more than once"),
            ("deliveries?platfrom=ios", 400, "unknown parameter 'platfrom'; did you mean platform?"),
            ("deliveries?days=3", 400, "unknown parameter 'days'"),
            ("deliveries?platform=symbian", 400, "platform is not one of ios, android, windows, web, unknown"),
            ("deliveries?outcome=lost", 400, "outcome is not one of attempted, sent"),
            ("deliveries?since=yesterday", 400, "since is not a time"),
            ("deliveries?since=2026-11-20&until=2026-11-19", 400, "until is before since"),
            ("deliveries?per_device=yes", 400, "per_device is neither true nor false"),
            ("deliveries?columns=hwid", 400, "columns: 'hwid' is not one of first, last"),
            ("deliveries?columns=person&without=person", 400, "columns and without leave no column"),
            ("deliveries?sort=hwid", 400, "sort is not one of"),
            ("deliveries?page_token=x", 400, "page_token is none that this service gave"),
            ("deliveries?page_token=" + String(repeating: "f", count: 136), 400, "page_token"),
            ("segments/nobody", 404, "there are has-token"),
            ("segments/fallback", 400, "needs an audience"),
            ("segments/has-token?days=3", 400, "days does not apply to has-token"),
            ("segments/silent-tokens?days=0", 400, "days is not a number from 1"),
        ])
    func wrong(path: String, status: Int, detail: String) async throws {
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.send(.get, "/v1/\(path)", token: token)
            #expect(answer.status.code == status)
            #expect((try answer.json["detail"] as? String ?? "").contains(detail), "\(answer.text)")
        }
    }

    @Test("without a start the delivery log has the 14 days up to its end; days of a segment count back from as_of")
    func ends() async throws {
        let token = try fixture.token(.export)
        let old = line("T-old", "delivered", secondsAgo: 20 * 86_400)
        let poster = try fixture.token(.ingest)
        try await fixture.serve(workers: 0) { client in
            #expect(try await client.post(poster, old + line("T-new")).json["accepted"] as? Int == 2)
            func codes(_ query: String) async throws -> [String?] {
                try await client.lines("/v1/deliveries?\(query)", "deliveries", token: token).map {
                    $0["tracking_code"]
                }
            }
            let day = Timestamp.now.adding(seconds: -10 * 86_400).day
            #expect(try await codes("limit=9") == ["T-new"])
            #expect(try await codes("until=\(day)") == ["T-old"])
            #expect(try await codes("since=2020-01-01") == ["T-old", "T-new"])
            let path = "/v1/segments/delivered-recently?days=30&as_of="
            for (asOf, count) in [(day, 1), (day.adding(days: 60), 0)] {
                let page = try await client.send(.get, path + "\(asOf)", token: token).json
                #expect(page["total"] as? Int == count && page["as_of"] as? String == "\(asOf)T00:00:00Z")
            }
        }
    }

    @Test("a value cannot pass for another parameter")
    func quoting() throws {
        let names = ["app", "name"]
        let one = try ListQuery("app=a%22%5D%2C%20%5B%22name%22%2C%20%22b", of: names).canonical
        let two = try ListQuery("app=a&name=b", of: names).canonical
        #expect(one != two)
        #expect(try ListQuery("name=b&app=a", of: names).canonical == two)
        #expect(try ListQuery("app=a&app=name&app=b", of: names).canonical != two)
    }

    @Test("an empty store has an empty list, and a page token of other parameters is refused")
    func emptyAndOther() async throws {
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            let empty = try await client.send(.get, "/v1/deliveries", token: token).json
            #expect((empty["deliveries"] as? [Any])?.isEmpty == true && empty["total"] as? Int == 0)
            #expect(empty["next_page_token"] is NSNull)
        }
        _ = try await fixture.simulate(messages: 10)
        try await fixture.serve(workers: 0) { client in
            let page = try await client.send(.get, "/v1/deliveries?limit=1&platform=ios&platform=android", token: token)
            let next = try #require(try page.json["next_page_token"] as? String)
            let path = "/v1/deliveries?page_token=\(next)&limit=2"
            #expect(try await client.send(.get, path, token: token).status == .badRequest)
            let same = try await client.send(.get, path + "&platform=android&platform=ios", token: token)
            #expect(same.status == .ok, "the order of parameters does not matter")
        }
    }
}
