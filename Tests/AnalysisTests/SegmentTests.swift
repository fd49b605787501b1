import Analysis
import Foundation
import Testing
import TrackingLog

@Suite("A segment")
struct SegmentTests {
    private static let day = 86_400

    private func ids(_ lines: [NSDictionary]) -> [String] {
        lines.map { ($0["person"] ?? $0["hwid"]) as? String ?? "?" }
    }

    private func hwids(_ lines: [NSDictionary]) -> [String] { lines.map { $0["hwid"] as? String ?? "?" } }

    // MARK: - People

    @Test("of people with and without a valid token, and of those never seen, divides an audience")
    func partition() async throws {
        let rows = [
            Row(1, "delivered", code: "T-1", target: "anna", hwid: "H-1"),
            Row(2, "failed", "Unregistered", code: "T-2", target: "ben", hwid: "H-2"),
            Row(3, "created", code: "T-3", target: "cleo", hwid: ""),
            Row(4, "delivered", code: "T-4", target: "else", hwid: "H-4"),
        ]
        var audience = Audience()
        for id in ["anna", "ben", "cleo", "dora"] { audience.insert(Array(id.utf8)[...]) }
        func listed(_ segment: Segment) async throws -> [String] {
            ids(try await segmentLines(segment, of: rows) { $0.audience = audience })
        }
        #expect(try await listed(.hasToken) == ["anna"])
        #expect(try await listed(.noToken) == ["ben", "cleo"])
        #expect(try await listed(.unreachable) == ["dora"])
    }

    @Test("of people who were reached, and of those who were only tried, divides the tried")
    func recently() async throws {
        let rows = [
            Row(1, "delivered", code: "T-1", target: "anna", hwid: "H-1"),
            Row(10 * Self.day, "failed", "Unregistered", code: "T-2", target: "anna", hwid: "H-1"),
            Row(10 * Self.day, "delivered", code: "T-3", target: "ben", hwid: "H-2"),
            Row(1, "delivered", code: "T-4", target: "cleo", hwid: "H-3"),
        ]
        func listed(_ segment: Segment) async throws -> [String] {
            ids(try await segmentLines(segment, of: rows) { $0.asOf = Row(11 * Self.day, "").time })
        }
        #expect(try await listed(.deliveredRecently) == ["ben"])
        #expect(try await listed(.notDeliveredButTried) == ["anna"])
        #expect(try await listed(.deliveryFailures) == ["anna"])
    }

    @Test("looks back to the second: what is exactly so many days old is outside")
    func start() async throws {
        let rows = [
            Row(0, "delivered", code: "T-1", target: "anna", hwid: "H-1"),
            Row(1, "delivered", code: "T-2", target: "ben", hwid: "H-2"),
        ]
        let lines = try await segmentLines(.deliveredRecently, of: rows) { $0.asOf = Row(7 * Self.day, "").time }
        #expect(ids(lines) == ["ben"])
        #expect(lines.first?["days_since"] as? Int == 6)
    }

    // MARK: - Retry

    private static let cart = #"{"md":{"name":"Cart | Push 1"}}"#

    @Test("of messages to send again leaves out what has been delivered since, with another code too")
    func retry() async throws {
        func failed(_ code: String, _ person: String, _ second: Int, _ reason: String = "InternalServerError") -> Row {
            Row(second, "failed", reason, code: code, target: person, hwid: "H-\(person)", payload: Self.cart)
        }
        let rows = [
            failed("T-1", "anna", 10),
            failed("T-2", "ben", 10),
            Row(9, "delivered", code: "T-2b", target: "ben", hwid: "H-ben", payload: Self.cart),
            failed("T-3", "cleo", 10),
            Row(10, "delivered", code: "T-3b", target: "cleo", hwid: "H-cleo", payload: Self.cart),
            failed("T-4", "dora", 10),
            Row(11, "delivered", code: "T-4", target: "dora", hwid: "H-2", payload: Self.cart),
            failed("T-5", "emil", 10, "Unregistered"),
            failed("T-6", "fred", 10), Row(12, "delivered", code: "T-6b", target: "fred", hwid: "H-fred"),
        ]
        let lines = try await segmentLines(.retry, of: rows)
        #expect(lines.map { $0["tracking_code"] as? String } == ["T-1", "T-2", "T-6"])
        #expect(lines.first?["retry"] as? String == "yes")
    }

    @Test("of messages to send again has those with attempts left of ten", arguments: [0, 9, 10, 11])
    func attempts(_ sent: Int) async throws {
        let rows =
            (0..<sent).map { Row($0, "sent", target: "anna") } + [Row(20, "failed", "TooManyRequests", target: "anna")]
        let lines = try await segmentLines(.retry, of: rows)
        #expect(lines.map { $0["attempts_left"] as? Int } == (sent < 10 ? [10 - sent] : []))
    }

    // MARK: - Channels

    @Test("of people to reach otherwise names the first channel with consent, by the journey that was missed")
    func fallback() async throws {
        let rows = [
            Row(1, "failed", "Unregistered", code: "T-1", target: "anna", hwid: "H-1", payload: Self.cart),
            Row(2, "failed", "Unregistered", code: "T-2", target: "ben", hwid: "H-2"),
            Row(3, "delivered", code: "T-3", target: "cleo", hwid: "H-3"),
        ]
        var audience = Audience(columns: ["email", "sms"])
        for (id, email, sms) in [
            ("anna", "yes", "TRUE"), ("ben", "1", "yes"), ("cleo", "yes", "yes"), ("dora", "y", "no"),
            ("emil", "", "?"),
        ] {
            audience.insert(Array(id.utf8)[...], [Array(email.utf8)[...], Array(sms.utf8)[...]])
        }
        #expect(audience.unclearConsents.map { "\($0.channel) \($0.count) \($0.example)" } == ["sms 1 ?"])
        let lines = try await segmentLines(.fallback, of: rows) {
            $0.audience = audience
            $0.channels.byJourney = [("Cart", ["email", "sms"])]
        }
        #expect(ids(lines) == ["anna", "ben", "dora", "emil"])
        #expect(lines.map { $0["channel"] as? String } == ["email", "sms", "email", nil])
    }

    // MARK: - Devices

    @Test("of dead tokens spares a token that another message shows to live, whatever the filter")
    func purge() async throws {
        let rows = [
            Row(1, "failed", "Unregistered", code: "T-1", target: "anna", hwid: "H-1", payload: Self.cart),
            Row(2, "failed", "Unregistered", code: "T-2", target: "ben", hwid: "H-2", payload: Self.cart),
            Row(3, "opened", code: "T-3", target: "ben", hwid: "H-2"),
            Row(4, "failed", "Unregistered", code: "T-4", target: "cleo", hwid: "H-3"),
        ]
        let lines = try await segmentLines(.staleTokens, of: rows) { $0.filter.journeys = ["Cart"] }
        #expect(hwids(lines) == ["H-1"])
    }

    @Test("of suspect tokens says where so many are refused that the sender is the cause", arguments: [9, 10])
    func mixUp(_ count: Int) async throws {
        let rows = (0..<count).map {
            Row(
                $0, "failed", "BadDeviceToken", code: "T-\($0)", target: "U-\($0)", hwid: "H-\($0)",
                payload: #"{"aps":{}}"#)
        }
        let lines = try await segmentLines(.suspectTokens, of: rows)
        #expect(lines.count == count)
        #expect(lines.allSatisfy { ($0["cause"] as? String) == (count < 10 ? nil : "configuration") })
    }

    @Test("of silent tokens leaves out apps that never report")
    func silent() async throws {
        let rows = [
            Row(0, "delivered", code: "T-1", target: "anna", hwid: "H-1", app: "A"),
            Row(40 * Self.day, "delivered", code: "T-2", target: "anna", hwid: "H-1", app: "A"),
            Row(0, "received", code: "T-3", target: "ben", hwid: "H-2", app: "A"),
            Row(40 * Self.day, "opened", code: "T-4", target: "ben", hwid: "H-2", app: "A"),
            Row(0, "delivered", code: "T-5", target: "cleo", hwid: "H-3", app: "B"),
            Row(20 * Self.day, "delivered", code: "T-6", target: "dora", hwid: "H-4", app: "A"),
        ]
        var request = SegmentRequest(.silentTokens, asOf: Row(41 * Self.day, "").time)
        request.days = 30
        let lines = try await segmentLines(request, of: [rows.csv])
        #expect(hwids(lines) == ["H-1"])
        #expect(lines.first?["days_since"] as? Int == 41)
    }

    @Test("of moved tokens has those of several people, and those that a newer one replaced")
    func moved() async throws {
        let rows = [
            Row(1, "delivered", code: "T-1", target: "anna", hwid: "H-1"),
            Row(5, "delivered", code: "T-2", target: "ben", hwid: "H-1"),
            Row(1, "delivered", code: "T-3", target: "cleo", hwid: "H-2"),
            Row(8, "failed", "Unregistered", code: "T-4", target: "cleo", hwid: "H-2"),
            Row(9, "delivered", code: "T-5", target: "cleo", hwid: "H-3"),
            // A second device, in use before the first was refused.
            Row(1, "delivered", code: "T-6", target: "dora", hwid: "H-4"),
            Row(1, "delivered", code: "T-7", target: "dora", hwid: "H-5"),
            Row(8, "failed", "Unregistered", code: "T-8", target: "dora", hwid: "H-4"),
            // Several newer ones: the last to succeed, then the first in byte order.
            Row(1, "failed", "Unregistered", code: "T-9", target: "emil", hwid: "H-6"),
            Row(4, "delivered", code: "T-10", target: "emil", hwid: "H-8"),
            Row(3, "delivered", code: "T-11", target: "emil", hwid: "H-9"),
            Row(9, "delivered", code: "T-12", target: "emil", hwid: "H-9"),
            Row(9, "delivered", code: "T-13", target: "emil", hwid: "H-7"),
        ]
        let lines = try await segmentLines(.movedTokens, of: rows)
        #expect(hwids(lines) == ["H-1", "H-2", "H-6"])
        #expect(lines.map { $0["cause"] as? String } == ["several-people", "replaced", "replaced"])
        #expect(lines.map { $0["person"] as? String } == ["ben", "cleo", "emil"])
        #expect(lines.map { $0["previous_person"] as? String } == ["anna", nil, nil])
        #expect(lines.map { $0["replaced_by"] as? String } == [nil, "H-3", "H-7"])
    }

    // MARK: - All

    @Test("is the same however the rows are spread over logs", arguments: Segment.allCases.filter { !$0.needsAudience })
    func split(_ segment: Segment) async throws {
        var random = SeededGenerator(seed: 5)
        let rows = RandomRows.make(count: 1_500, using: &random)
        let request = SegmentRequest(segment, asOf: Row(3 * Self.day, "").time)
        let whole = try await segmentLines(request, of: [rows.csv])
        #expect(!whole.isEmpty || segment == .silentTokens)
        for _ in 0..<3 {
            var parts = [[Row]](repeating: [], count: 4)
            for row in rows.shuffled(using: &random) { parts[Int.random(in: 0..<4, using: &random)].append(row) }
            #expect(try await segmentLines(request, of: parts.map(\.csv)) == whole)
        }
    }
}
