import EventStore
import Foundation
import HTTPTypes
import LogArchive
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("Pushwoosh's API: existing clients work unchanged")
struct PushwooshTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    @Test("a log is requested, polled, and linked to", arguments: ["1.3", "1.4"])
    func life(version: String) async throws {
        let token = try fixture.token(.export)
        try await fixture.serve { client in
            let asked = try await client.send(
                .post, "/json/\(version)/getTrackingLog", body: Array(#"{"request":{"auth":"\#(token)"}}"#.utf8))
            #expect(asked.status == .ok)
            let id: String = try asked.json.path("response", "request_id")
            #expect(asked.text == #"{"status_code":200,"status_message":"OK","response":{"request_id":"\#(id)"}}"#)
            #expect(id.wholeMatch(of: /[0-9a-f]{32}/) != nil)
            let path = try await client.log(token)
            #expect(path.wholeMatch(of: /\/downloads\/[0-9a-f]{32}\.zip/) != nil)
        }
    }

    @Test("a job that is not done is 420 in the body, under HTTP 200")
    func pending() async throws {
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.results(token, try await client.request(token))
            #expect(answer.status == .ok)
            #expect(
                answer.text
                    == #"{"status_code":420,"status_message":"Request is still being processed","response":null}"#)
        }
    }

    @Test(
        "any Content-Type or none, null and missing dates, unknown members, tokens in headers",
        arguments: [
            (#"{"request":{"auth":"TOKEN","date":null}}"#, nil, nil),
            (#"{"request":{"auth":"TOKEN","date":""}}"#, "text/plain;charset=UTF-8", nil),
            (#" {"x":[1,{}],"request":{"auth":"TOKEN","limit":7,"nested":{"date":1}}} "#, "application/json", nil),
            (#"{"request":{"\u0061uth":"TOKEN"}}"#, "application/x-www-form-urlencoded", nil),
            (#"{"request":{}}"#, nil, "Api TOKEN"), (#"{"request":{"auth":null}}"#, nil, "Bearer TOKEN"),
            (#"{"request":{"auth":""}}"#, nil, "bearer  TOKEN"),
        ] as [(String, String?, String?)])
    func lenience(body: String, type: String?, authorization: String?) async throws {
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            var headers: HTTPFields = [:]
            headers[.contentType] = type
            headers[.authorization] = authorization?.replacing("TOKEN", with: token)
            let answer = try await client.call(
                "getTrackingLog", body.replacing("TOKEN", with: token), headers: headers)
            #expect(try answer.json["status_code"] as? Int == 200)
        }
    }

    @Test("a body that is not JSON in UTF-8 is HTTP 400, with an object that says so")
    func malformed() async throws {
        let bodies: [[UInt8]] = [
            [], Array("{".utf8), Array(#"{"request":{"auth":"x"}"#.utf8), Array("request=1".utf8),
            Array(#"{"request":{"auth":"x",}}"#.utf8),
            Array(#"{"request":{"auth":""#.utf8) + [0xFF] + Array(#""}}"#.utf8),
            Array(#"{"request":{}}"#.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
        ]
        try await fixture.serve(workers: 0) { client in
            for body in bodies {
                let answer = try await client.send(.post, "/json/1.3/getResults", body: body)
                #expect(answer.status == .badRequest)
                #expect(try answer.json["status_code"] as? Int == 400)
                #expect(try answer.json["status_message"] is String)
            }
        }
    }

    @Test(
        "a missing or mistyped argument is 210, and the message names it",
        arguments: [
            ("getTrackingLog", "[]", "request"), ("getTrackingLog", "7", "request"), ("getResults", "{}", "request"),
            ("getResults", #"{"request":null}"#, "request"), ("getResults", #"{"request":"x"}"#, "request"),
            ("getResults", #"{"request":{"auth":7}}"#, "auth"),
            ("getResults", #"{"request":{"auth":"TOKEN"}}"#, "request_id is missing"),
            ("getResults", #"{"request":{"auth":"TOKEN","request_id":7}}"#, "request_id"),
            ("getResults", #"{"request":{"auth":"TOKEN","request_id":"x"}}"#, "request_id"),
            ("getTrackingLog", #"{"request":{"auth":"TOKEN","date":"20261120"}}"#, "date"),
            ("getTrackingLog", #"{"request":{"auth":"TOKEN","date":20261120}}"#, "date"),
            ("getTrackingLog", #"{"request":{"auth":"TOKEN","date":"2001-01-01"}}"#, "date"),
            ("createMessage", #"{"request":{"auth":"TOKEN"}}"#, "createMessage"),
        ])
    func wrong(method: String, body: String, name: String) async throws {
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.call(method, body.replacing("TOKEN", with: token))
            #expect(answer.status == .ok)
            #expect(try answer.json["status_code"] as? Int == 210)
            #expect(try (answer.json["status_message"] as? String)?.contains(name) == true)
        }
    }

    @Test("an ID that is unknown, another token's, failed or expired is 210, and the message says which")
    func ids() async throws {
        let (mine, other) = (try fixture.token(.export), try fixture.token(.export))
        // However long this takes, no lease ends, and a failed attempt is repeated at once.
        var rules = JobRules()
        (rules.lease, rules.pause) = (86_400, 0)
        let queue = JobQueue(of: fixture.store, rules: rules)
        rules.keeping = -1
        let early = JobQueue(of: fixture.store, rules: rules)
        try await fixture.serve(workers: 0) { client in
            func message(_ id: String) async throws -> String? {
                let answer = try await client.results(mine, id)
                #expect(answer.status == .ok)
                #expect(try answer.json["status_code"] as? Int == 210)
                return try answer.json["status_message"] as? String
            }
            #expect(try await message(JobID.random().description)?.contains("unknown") == true)
            #expect(try await message(try await client.request(other))?.contains("another token's") == true)
            _ = try queue.claim(at: .now)

            let failed = try await client.request(mine)
            for _ in 0..<3 {
                let claim = try #require(try queue.claim(at: .now))
                try queue.fail(claim, reason: "no space left", at: .now)
            }
            #expect(try await message(failed)?.contains("no space left") == true)

            let expired = try await client.request(mine)
            let claim = try #require(try early.claim(at: .now))
            #expect(try early.finish(claim, rows: 0, bytes: 0, at: .now))
            #expect(try await message(expired)?.contains("expired") == true)
        }
    }

    @Test("open jobs of a token are limited, and the message says what to do")
    func tooMany() async throws {
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0, { $0.maxJobsPerToken = 3 }) { client in
            for _ in 0..<3 { _ = try await client.request(token) }
            let answer = try await client.call("getTrackingLog", #"{"request":{"auth":"\#(token)"}}"#)
            #expect(answer.status == .ok)
            #expect(try answer.json["status_code"] as? Int == 210)
            #expect(try (answer.json["status_message"] as? String)?.contains("wait until") == true)
        }
    }

    @Test("a request may be gzip; invalid gzip is malformed")
    func gzip() async throws {
        let token = try fixture.token(.export)
        let body = Array(#"{"request":{"auth":"\#(token)"}}"#.utf8)
        try await fixture.serve(workers: 0) { client in
            func code(_ body: [UInt8], _ coding: String) async throws -> Int? {
                try await client.send(
                    .post, "/json/1.3/getTrackingLog", headers: [.contentEncoding: coding], body: body
                ).json["status_code"] as? Int
            }
            let bomb = GzipText.compress([UInt8](repeating: 0x20, count: 10 << 20))
            let cut = Array(GzipText.compress(body).dropLast(3))
            for (body, coding, wanted) in [
                (GzipText.compress(body), "gzip", 200), (body, "gzip", 400), (cut, "gzip", 400), (body, "br", 210),
                (bomb, "gzip", 210),
            ] {
                let code = try await code(body, coding)
                #expect(code == wanted)
            }
        }
    }
}
