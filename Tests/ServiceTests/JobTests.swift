import EventStore
import HTTPTypes
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("Jobs: a token sees its own")
struct JobTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    @Test("pages, the latest first")
    func pages() async throws {
        let (token, other) = (try fixture.token(.export), try fixture.token(.export))
        try await fixture.serve(workers: 0) { client in
            var ids: [String] = []
            for _ in 0..<5 {
                ids.append(try await client.request(token))
                _ = try await client.request(other)
            }
            var seen: [String] = []
            var path = "/v1/jobs?limit=2"
            while true {
                let page = try await client.send(.get, path, token: token).json
                seen += (page["jobs"] as? [[String: Any]] ?? []).compactMap { $0["request_id"] as? String }
                guard let before = page["next_before"] as? String else { break }
                path = "/v1/jobs?limit=2&before=\(before)"
            }
            #expect(seen == ids.reversed())
            let queued = try await client.send(.get, "/v1/jobs?state=queued&limit=500", token: token).json
            #expect((queued["jobs"] as? [Any])?.count == 5)
            let done = try await client.send(.get, "/v1/jobs?state=done", token: token).json
            #expect((done["jobs"] as? [Any])?.isEmpty == true)
        }
    }

    @Test("a job as a document; another token's is not there")
    func document() async throws {
        let (token, other) = (try fixture.token(.export), try fixture.token(.export))
        let day = Timestamp.now.day
        try await fixture.serve { client in
            let link = try await client.log(token, date: day.description)
            let page = try await client.send(.get, "/v1/jobs", token: token).json
            let listed = try #require((page["jobs"] as? [[String: Any]])?.first)
            let path = "/v1/jobs/\(listed["request_id"] as? String ?? "")"
            let answer = try await client.send(.get, path, token: token)
            let job = try answer.json
            #expect(job["state"] as? String == "done" && job["date"] as? String == day.description)
            #expect(job["file"] as? String == "https://push.example.com" + link)
            #expect(job["rows"] as? Int == 0 && job["attempts"] as? Int == 1)
            #expect(answer.headers[.cacheControl] == "no-store")
            let head = try await client.send(.head, path, token: token)
            #expect(head.status == .ok && head.bytes.isEmpty)
            #expect(head.headers[.contentLength] == answer.headers[.contentLength])
            #expect(try await client.send(.get, path, token: other).status == .notFound)
        }
    }

    @Test(
        "an invalid query is a problem",
        arguments: ["limit=0", "limit=501", "limit=x", "state=gone", "before=x"])
    func wrong(query: String) async throws {
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.send(.get, "/v1/jobs?\(query)", token: token)
            #expect(answer.status == .badRequest)
            #expect(answer.headers[.contentType] == "application/problem+json")
        }
    }

    @Test("a long list is compressed for clients that accept gzip, and no others")
    func compressed() async throws {
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            for _ in 0..<20 { _ = try await client.request(token) }
            for (accepted, isGzip) in [
                ("gzip, deflate", true), ("deflate;q=1, *;q=0.1", true), ("gzip;q=0", false), ("br", false),
            ] {
                let answer = try await client.send(
                    .get, "/v1/jobs", token: token, headers: [.acceptEncoding: accepted])
                #expect((answer.headers[.contentEncoding] == "gzip") == isGzip)
                #expect(answer.headers[.vary] == "Accept-Encoding")
                #expect(answer.bytes.starts(with: [0x1F, 0x8B]) == isGzip)
            }
        }
    }

    @Test(
        "other paths are 404, and other methods 405",
        arguments: [
            ("GET", "/", 404), ("GET", "/v1", 404), ("GET", "/v1/event", 404), ("POST", "/json/1.5/getResults", 404),
            ("GET", "/v1/events", 405), ("DELETE", "/v1/jobs", 405), ("POST", "/v1/jobs", 405),
            ("TRACE", "/healthz", 405),
            ("GET", "/json/1.3/getResults", 405), ("QUERY", "/v1/openapi.json", 405), ("GET", "//metrics", 404),
            ("GET", "/metrics/", 404), ("GET", "/./metrics", 404), ("GET", "/%6detrics", 404),
            ("GET", "/v1//jobs", 404),
            ("GET", "/v1/jobs/", 404), ("GET", "/x/../healthz", 404), ("GET", "/readyz%2f", 404),
            ("GET", "/healthz//", 404),
            ("POST", "/json//1.3/getResults", 404), ("POST", "/json/1.3/getResults/", 404),
            ("POST", "/v1/events/", 404),
            ("GET", "/downloads//x.zip", 404), ("GET", "/HEALTHZ", 404), ("GET", "/healthz;x", 404),
            ("GET", "/healthz%00", 404), ("POST", "/json/1.3/getResults%2e", 404),
        ])
    func nothing(method: String, path: String, status: Int) async throws {
        let method = try #require(HTTPRequest.Method(rawValue: method))
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.send(method, path)
            #expect(answer.status.code == status)
            #expect((answer.headers[.allow] != nil) == (status == 405))
            #expect(try answer.json["status"] as? Int == status)
            let head = try await client.send(.head, "/nothing")
            #expect(head.status == .notFound && head.bytes.isEmpty)
        }
    }

    @Test("a reason names no folder, not even one that an earlier version wrote")
    func reasons() {
        let old = "cannot write /srv/push/s.db.results/0123.zip: No space left on device"
        #expect(JobDocument.shown(old) == "cannot write 0123.zip: No space left on device")
        #expect(JobDocument.shown("and/or /") == "and/or ")
    }
}
