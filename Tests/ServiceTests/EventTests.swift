import EventStore
import HTTPTypes
import LogArchive
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("Events: the response counts what is stored, and lists every rejected line")
struct EventTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    @Test("accepted, duplicates, and rejected lines with their numbers")
    func counts() async throws {
        let token = try fixture.token(.ingest)
        let store = fixture.store
        try await fixture.serve(workers: 0) { client in
            let lines = line("T1") + "nonsense\n\n" + line("T2") + #"{"status":"sent"}"# + "\n" + line("T1", "sent")
            let answer = try await client.post(token, lines)
            #expect(answer.status == .ok)
            #expect(
                answer.text
                    == #"{"accepted":3,"duplicates":0,"rejected":[{"line":2,"reason":"not a JSON object"},"#
                    + #"{"line":5,"reason":"timestamp is missing"}]}"#)
            #expect(try store.status().events == 3)
            let again = try await client.post(token, lines).json
            #expect(again["accepted"] as? Int == 0 && again["duplicates"] as? Int == 3)
        }
    }

    @Test("statuses that are not known are recorded, and named with the nearest that is")
    func unknownStatuses() async throws {
        let token = try fixture.token(.ingest)
        try await fixture.serve(workers: 0) { client in
            let lines = line("T1", "deliverd") + line("T2", "Deliverd") + line("T1", "sent") + line("T1", "qwertz")
            let answer = try await client.post(token, lines)
            #expect(
                answer.text
                    == #"{"accepted":4,"duplicates":0,"rejected":[],"unknown_statuses":["#
                    + #"{"status":"deliverd","events":2,"nearest":"delivered"},"#
                    + #"{"status":"qwertz","events":1,"nearest":null}]}"#)
        }
    }

    @Test("a line that is not UTF-8, or has half a surrogate pair, is rejected, and the reason names the column")
    func encoding() async throws {
        let token = try fixture.token(.ingest)
        func hwid(_ bytes: [UInt8]) -> [UInt8] {
            let fields = #"{"timestamp":"2026-11-20 08:00:00","tracking_code":"T","status":"created","hwid":""#
            return Array(fields.utf8) + bytes + Array("\"}\n".utf8)
        }
        let lines =
            hwid([0xFF, 0xFE]) + hwid(Array("é😀".utf8)) + hwid([0xED, 0xA0, 0x80]) + hwid(Array(#"\udc00"#.utf8))
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.send(.post, "/v1/events", token: token, body: lines).json
            #expect(answer["accepted"] as? Int == 1)
            let rejected = try #require(answer["rejected"] as? [[String: Any]])
            #expect(rejected.compactMap { $0["line"] as? Int } == [1, 3, 4])
            #expect(
                rejected.compactMap { $0["reason"] as? String } == [
                    "hwid is not UTF-8 (byte 0xFF)", "hwid is not UTF-8 (byte 0xED)",
                    #"hwid holds half of a surrogate pair (\uD800 to \uDFFF), which is no text"#,
                ])
        }
    }

    @Test("an empty body is allowed; the last line needs no LF")
    func edges() async throws {
        let token = try fixture.token(.ingest)
        try await fixture.serve(workers: 0) { client in
            let nothing = try await client.post(token, "")
            #expect(nothing.text == #"{"accepted":0,"duplicates":0,"rejected":[]}"#)
            let cut = try await client.post(token, String(line("T").dropLast()))
            #expect(try cut.json["accepted"] as? Int == 1)
        }
    }

    @Test("gzip is inflated, in one member or several")
    func gzip() async throws {
        let token = try fixture.token(.ingest)
        let members = GzipText.compress(Array(line("T1").utf8)) + GzipText.compress(Array(line("T2").utf8))
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.send(
                .post, "/v1/events", token: token, headers: [.contentEncoding: "gzip"], body: members)
            #expect(try answer.json["accepted"] as? Int == 2)
        }
    }

    @Test("invalid or truncated gzip is 400, and the events before the error are stored and counted")
    func damagedGzip() async throws {
        let token = try fixture.token(.ingest)
        let whole = GzipText.compress(Array((0..<5000).map { line("T\($0)") }.joined().utf8))
        try await fixture.serve(workers: 0) { client in
            for (body, most) in [(Array("plain".utf8), 0), (Array(whole.dropLast(whole.count / 4)), 4999)] {
                let answer = try await client.send(
                    .post, "/v1/events", token: token, headers: [.contentEncoding: "gzip"], body: body)
                #expect(answer.status == .badRequest)
                let accepted = try #require(try answer.json["accepted"] as? Int)
                #expect(0...most ~= accepted && (most == 0 || accepted > 0))
                #expect(try fixture.store.status().events == accepted)
            }
        }
    }

    @Test("a body that inflates beyond 64 MiB is 413, and the lines before the limit are stored and counted")
    func bomb() async throws {
        let token = try fixture.token(.ingest)
        let blank = [UInt8](repeating: UInt8(ascii: "\n"), count: 70 << 20)
        let body = GzipText.compress(Array(line("T").utf8) + blank + Array(line("too late").utf8))
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.send(
                .post, "/v1/events", token: token, headers: [.contentEncoding: "gzip"], body: body)
            #expect(answer.status == .contentTooLarge)
            #expect(answer.headers[.connection] == "close")
            #expect(try answer.json["accepted"] as? Int == 1)
            #expect(try fixture.store.status().events == 1)
        }
    }

    @Test("a body whose Content-Length is too long is refused unread")
    func tooLong() async throws {
        let token = try fixture.token(.ingest)
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.send(
                .post, "/v1/events", token: token,
                body: [UInt8](repeating: UInt8(ascii: " "), count: EventRoutes.maximumBody + 1))
            #expect(answer.status == .contentTooLarge)
        }
    }

    @Test("a line of more than 1 MiB is rejected alone")
    func longLine() async throws {
        let token = try fixture.token(.ingest)
        let long = line("long", payload: "\"" + String(repeating: "x", count: 3 << 20) + "\"")
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.post(token, line("T1") + long + line("T2"))
            #expect(
                answer.text == #"{"accepted":2,"duplicates":0,"rejected":[{"line":2,"reason":"longer than 1 MiB"}]}"#)
        }
    }

    @Test("an unknown coding is 415")
    func coding() async throws {
        let token = try fixture.token(.ingest)
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.send(
                .post, "/v1/events", token: token, headers: [.contentEncoding: "br"], body: [1])
            #expect(answer.status == .unsupportedMediaType)
        }
    }

    @Test("two hundred posts at once are all stored, and each gets its own counts")
    func together() async throws {
        let token = try fixture.token(.ingest)
        let store = fixture.store
        try await fixture.serve(workers: 0) { client in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let lines = (0..<number % 5 + 1).map { line("T\(number)-\($0)") }.joined() + "bad\n"
                        let answer = try await client.post(token, lines).json
                        return answer["accepted"] as? Int == number % 5 + 1
                            && (answer["rejected"] as? [Any])?.count == 1
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
            #expect(try store.status().events == 600)
        }
    }

    @Test("a bound token records its apps' rows; others are rejected by line, and leave nothing behind")
    func bound() async throws {
        let (any, bound) = (try fixture.token(.ingest), try fixture.token(.ingest, apps: ["A", "C"]))
        let store = fixture.store
        try await fixture.serve(workers: 0) { client in
            _ = try await client.post(any, line("theirs", app: "B") + line("ours", app: "A"))
            let before = try store.status()
            let lines =
                line("x", app: "B") + line("theirs", "opened", app: nil) + line("theirs", app: "A")
                + line("nobody's", app: nil) + line("nobody's", app: "") + "bad\n"
            let answer = try await client.post(bound, lines).json
            #expect(answer["accepted"] as? Int == 1 && answer["duplicates"] as? Int == 0)
            let rejected = try #require(answer["rejected"] as? [[String: Any]])
            #expect(rejected.compactMap { $0["line"] as? Int } == [1, 2, 4, 5, 6])
            let after = try store.status()
            // The same tracking code at another app is another message.
            #expect(after.events == before.events + 1)
            #expect(after.messages == before.messages + 1 && after.deliveries == before.deliveries + 1)
            let good = line("ours", "opened", app: nil) + line("new", app: "C") + line("nobody's", app: "A")
            #expect(try await client.post(bound, good).json["accepted"] as? Int == 3)
        }
    }
}
