import EventStore
import Foundation
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("getMessageLog: events of messages, failed ones too")
struct MessageLogTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    /// What `getMessageLog` says of an event, without what the other events of its message add.
    private func event(_ line: Line) -> [String] {
        ["timestamp", "message_code", "application_code", "hwid", "status", "description"].map { line[$0] ?? "" }
    }

    /// The same of the events of a file.
    private func events(of path: String) throws -> [[String]] {
        try objects(Array(try Data(contentsOf: URL(fileURLWithPath: path)))).map { line in
            let time = try #require(line["timestamp"].flatMap { Timestamp($0) })
            return ["\(time)"]
                + ["tracking_code", "app_code", "hwid", "status", "description"].map { line[$0] ?? "" }
        }
    }

    private func all(
        _ client: Client, _ token: String, _ fields: String, limit: Int = 100_000
    ) async throws -> [Line] {
        var events: [Line] = []
        var next: String?
        repeat {
            let page = next.map { #","pagination_token":"\#($0)""# } ?? ""
            let answer = try await client.messageLog(token, fields + #","limit":\#(limit)"# + page)
            let response = try #require(answer["response"] as? [String: Any], "\(answer)")
            events += try #require(response["events"] as? [[String: Any]]).map(Line.init)
            next = response["pagination_token"] as? String
            #expect(next != nil || response["total"] as? Int == events.count)
        } while next != nil
        return events
    }

    private var month: String {
        let now = Timestamp.now
        return #""date_from":"\#(now.adding(seconds: -30 * 86_400))","date_to":"\#(now)""#
    }

    @Test("of a month it has every event, in the order of the log, page by page", arguments: [100_000, 97])
    func month(limit: Int) async throws {
        let log = try await fixture.simulate()
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            let found = try await all(client, token, month, limit: limit).map { event($0) }
            #expect(found.map { $0[0] } == found.map { $0[0] }.sorted())
            #expect(
                try found.sorted { $0.lexicographicallyPrecedes($1) }
                    == events(of: log).sorted { $0.lexicographicallyPrecedes($1) })
        }
    }

    @Test("each field chooses the events that it says")
    func fields() async throws {
        _ = try await fixture.simulate()
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            let everything = try await all(client, token, month)
            func expect(_ fields: String, _ isWanted: @Sendable (Line) -> Bool) async throws {
                let found = try await all(client, token, fields)
                #expect(found == everything.filter(isWanted) && !found.isEmpty, "\(fields)")
            }
            @Sendable func text(_ line: Line, _ key: String) -> String { line[key] ?? "" }
            let failed = try #require(everything.first { text($0, "action") == "failed" && $0["user_id"] != nil })
            for (field, key) in [
                ("message_code", "message_code"), ("hwid", "hwid"), ("user_id", "user_id"),
                ("campaign_code", "campaign"),
            ] {
                let value = text(failed, key)
                try await expect(#""\#(field)":"\#(value)""#) { text($0, key) == value }
            }
            let journey = try #require(MessageName(text(failed, "campaign")).journey)
            try await expect(#""campaign_code":"\#(journey)""#) { MessageName(text($0, "campaign")).journey == journey }
            let hwids = Set(everything.map { text($0, "hwid") }).filter { !$0.isEmpty }.sorted().prefix(3)
            let list = hwids.map { "\"\($0)\"" }.joined(separator: ",")
            try await expect(#""hwid":[\#(list)]"#) { hwids.contains(text($0, "hwid")) }
            let app = text(failed, "application_code")
            try await expect(month + #","application_code":"\#(app)""#) { text($0, "application_code") == app }
            try await expect(month + #","actions":["failed","opened"]"#) {
                ["failed", "opened"].contains(text($0, "action"))
            }
            try await expect(month + #","platforms":["iOS","huawei android"]"#) {
                ["ios", "android"].contains(text($0, "platform"))
            }
            let time = text(failed, "timestamp")
            try await expect(#""date_from":"\#(time)","date_to":"\#(time)""#) { text($0, "timestamp") == time }
            let since = text(everything[everything.count / 2], "timestamp")
            try await expect(#""hwid":[\#(list)],"date_from":"\#(since)""#) {
                hwids.contains(text($0, "hwid")) && text($0, "timestamp") >= since
            }
            #expect(failed["reason"] != nil && failed["category"] != nil)
            #expect(everything.allSatisfy { text($0, "action") != "delivered" || text($0, "status") == "received" })
        }
    }

    @Test(
        "what is wrong with a call is said as its clients read it",
        arguments: [
            (
                "\"limit\":7",
                "one of these is required: message_code, campaign_code, hwid, user_id, date_from and date_to"
            ),
            ("\"date_from\":\"2026-11-01 00:00:00\"", "one of these is required"),
            (
                "\"date_from\":\"2026-10-01 00:00:00\",\"date_to\":\"2026-10-31 00:00:01\"",
                "exceeded the maximum date interval. Max interval: 30 days"
            ),
            ("\"date_from\":\"2026-10-02\",\"date_to\":\"2026-10-01\"", "date_to is before date_from"),
            (
                "\"hwid\":\"H\",\"date_from\":\"2026-01-01 00:00:00\"",
                "exceeded the maximum date interval. Max interval: 30 days"
            ),
            ("\"hwid\":\"H\",\"date_from\":\"tomorrow\"", "date_from is malformed: expected YYYY-MM-DD HH:MM:SS"),
            ("\"hwid\":\"H\",\"actions\":[\"lost\"]", "actions: 'lost' is not one of created, sent"),
            ("\"hwid\":\"H\",\"platforms\":[\"symbian\"]", "platforms has another one than amazon, android"),
            ("\"hwid\":\"H\",\"limit\":100001", "limit is not a number from 1 to 100000"),
            ("\"hwid\":\"H\",\"limit\":true", "limit is not a whole number"),
            ("\"hwid\":[1]", "hwid is neither a string nor an array of strings"),
            ("\"hwid\":\"H\",\"pagination_token\":\"x\"", "pagination_token is none that this service gave"),
        ])
    func wrong(fields: String, message: String) async throws {
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.messageLog(token, fields)
            #expect(answer["status_code"] as? Int == 210)
            #expect((answer["status_message"] as? String ?? "").hasPrefix(message), "\(answer)")
            #expect(answer["error"] as? String == answer["status_message"] as? String)
        }
    }

    @Test("a token that is bound to apps gets their events only")
    func bound() async throws {
        _ = try await fixture.simulate()
        let all = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            let everything = try await self.all(client, all, month)
            let app = try #require(everything.first?["application_code"])
            let own = try fixture.token(.export, apps: [app])
            let found = try await self.all(client, own, month)
            #expect(found == everything.filter { $0["application_code"] == app })
            let foreign = try #require(everything.first { $0["application_code"] != app })
            let code = try #require(foreign["message_code"])
            #expect(try await self.all(client, own, #""message_code":"\#(code)""#).isEmpty)
        }
    }
}
