import EventStore
import Foundation
import HTTPTypes
import Logging
import Synchronization
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("Monitoring the service")
struct OperationTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    @Test("the last verified night is that of the last record without a fault, of the store's own ledger")
    func lastVerification() throws {
        var gauges = try fixture.store.gauges()
        gauges.ledger = KnownLedger(origin: "example.com/push", size: 10, root: "")
        gauges.sealedFrom = Day("2026-11-11")
        let path = fixture.folder + "/verified.ndjson"
        func record(_ hour: Int, size: Int, origin: String = "example.com/push", others: String = "") -> String {
            let root = Data(repeating: 7, count: 32).base64EncodedString()
            return #"{"schema":"pushtrail.verified/1","time":"2026-11-20T0\#(hour):00:00Z","origin":"\#(origin)","#
                + #""size":\#(size),"root":"\#(root)","result":"whole","nights":[],"others":[\#(others)]}"# + "\n"
        }
        func last(_ lines: String...) throws -> [String]? {
            try Data(lines.joined().utf8).write(to: URL(filePath: path))
            return LastVerification(recordedIn: path, of: gauges).map { [$0.night.description, $0.time.rfc3339] }
        }
        #expect(LastVerification(recordedIn: path, of: gauges) == nil)
        #expect(try last("nonsense\n") == nil)
        #expect(try last(record(4, size: 10)) == ["2026-11-20", "2026-11-20T04:00:00Z"])
        // What came after a good one does not count where it is of another ledger, found a fault, or lists more nights.
        #expect(
            try last(
                record(1, size: 7), record(2, size: 9, origin: "example.org"), record(3, size: 11),
                record(4, size: 9, others: #""root-mismatch""#), record(5, size: 0)) == [
                    "2026-11-17", "2026-11-20T01:00:00Z",
                ])
    }

    @Test("healthy, and ready while the store can be written")
    func health() async throws {
        try await fixture.serve(workers: 0) { client in
            let health = try await client.send(.get, "/healthz")
            #expect(health.text == #"{"status":"ok"}"#)
            #expect(try await client.send(.get, "/readyz").text == #"{"status":"ready"}"#)
            #expect(try await client.send(.head, "/readyz").status == .ok)
        }
    }

    @Test("not ready once the store was replaced: nothing is recorded, and no response names a path")
    func replaced() async throws {
        let token = try fixture.token(.admin)
        let path = fixture.store.path
        try await fixture.serve(workers: 0) { client in
            try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
            for answer in [
                try await client.send(.get, "/readyz"), try await client.post(token, line("T")),
                try await client.call("getTrackingLog", #"{"request":{"auth":"\#(token)"}}"#),
            ] {
                #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] != nil)
                #expect(!answer.text.contains("/store") && !answer.text.contains(path))
            }
            let health = try await client.send(.get, "/healthz")
            #expect(health.status == .ok)
            try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
            let posted = try await client.post(token, line("T"))
            #expect(posted.status == .ok)
        }
        #expect(try fixture.store.status().events == 1)
        #expect(fixture.log.contains(path))
    }

    @Test("while another process has the store locked, writes are 503 and reads still work")
    func locked() async throws {
        let token = try fixture.token(.admin)
        let other = try EventStore(path: fixture.store.path)
        try await fixture.serve(workers: 1) { client in
            let hold = StoreHold(other, isLocked: true)
            let asks: [@Sendable () async throws -> TestResponse] = [
                { try await client.send(.get, "/readyz") }, { try await client.post(token, line("T")) },
                { try await client.post(token, line("T")) },
                { try await client.call("getTrackingLog", #"{"request":{"auth":"\#(token)"}}"#) },
                { try await client.call("getTrackingLog", #"{"request":{"auth":"\#(token)"}}"#) },
            ]
            try await withThrowingTaskGroup(of: TestResponse.self) { group in
                for ask in asks { group.addTask { try await ask() } }
                for try await answer in group {
                    #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] == "1")
                    #expect(answer.text.contains("try again"))
                }
            }
            for path in ["/healthz", "/metrics", "/v1/jobs"] {
                let answer = try await client.send(.get, path, token: token)
                #expect(answer.status == .ok)
            }
            await hold.end()
            let posted = try await client.post(token, line("T"))
            #expect(posted.status == .ok)
        }
    }

    @Test("requests, events, jobs and callbacks are counted, in Prometheus' text")
    func metrics() async throws {
        let token = try fixture.token(.admin)
        try await fixture.serve { client in
            _ = try await client.post(token, line("T") + line("T") + "bad\n")
            _ = try await client.log(token)
            _ = try await client.send(.get, "/secret-path")
            let answer = try await client.send(.get, "/metrics")
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = answer.text.split(separator: "\n")
            for line in [
                #"pushtrail_requests_total{route="/v1/events",method="POST",status="200"} 1"#,
                #"pushtrail_requests_total{route="none",method="GET",status="404"} 1"#,
                #"pushtrail_request_duration_seconds_count{route="getTrackingLog",method="POST",status="200"} 1"#,
                #"pushtrail_events_total{outcome="accepted"} 1"#, #"pushtrail_events_total{outcome="duplicate"} 1"#,
                #"pushtrail_events_total{outcome="rejected"} 1"#, #"pushtrail_jobs{state="done"} 1"#,
                #"pushtrail_jobs{state="queued"} 0"#, #"pushtrail_job_duration_seconds_count{ending="done"} 1"#,
                "pushtrail_unsealed_events 1", "pushtrail_last_sealed_night_timestamp_seconds 0",
                "pushtrail_open_connections 0", #"pushtrail_closed_connections_total{reason="evicted"} 0"#,
                #"pushtrail_device_callbacks_total{outcome="unmatched"} 0"#,
            ] {
                #expect(lines.contains { $0 == line }, "\(line)")
            }
            // Gauges that move: their values are only bounded.
            func gauge(_ name: String) -> Double? {
                lines.first { $0.hasPrefix(name + " ") }.flatMap { Double($0.dropFirst(name.count + 1)) }
            }
            let now = Date().timeIntervalSince1970
            #expect(gauge("pushtrail_last_recorded_timestamp_seconds").map { now - 3600...now ~= $0 } == true)
            #expect(gauge("pushtrail_store_bytes").map { $0 > 4096 } == true)
            let free = try #require(gauge("pushtrail_disk_free_bytes"))
            #expect(gauge("pushtrail_disk_size_bytes").map { $0 > free && free > 0 } == true)
            #expect(!answer.text.contains("secret-path"))
            for line in lines where !line.hasPrefix("#") {
                #expect(line.wholeMatch(of: /[a-z_]+(\{[^{}]*\})? [0-9.e+-]+/) != nil || line.contains("{file}"))
            }
        }
    }

    @Test("a request keeps its client's name if a log can hold it, else gets a new one")
    func names() async throws {
        try await fixture.serve(workers: 0) { client in
            for (name, isKept) in [
                ("abc-1.2_X", true), ("a b", false), ("x\"", false), (String(repeating: "a", count: 129), false),
            ] {
                let answer = try await client.send(.get, "/healthz", headers: [.requestID: name])
                #expect((answer.headers[.requestID] == name) == isKept)
                #expect(answer.headers[.requestID]?.isEmpty == false)
            }
        }
    }

    @Test("the log shows no token, link, path or body, at any level")
    func discretion() async throws {
        let (token, ingest) = (try fixture.token(.export), try fixture.token(.ingest))
        let fixture = fixture
        let path = try await fixture.serve { client in
            _ = try await client.post(ingest, line("T-SECRET"))
            _ = try await client.post(token, line("T-SECRET"))
            _ = try await client.call("getResults", #"{"request":{"auth":"\#(token)","request_id":"SECRET-ID"}}"#)
            _ = try await client.call("getResults", #"{"request":{"auth":"SECRET-TOKEN"}}"#)
            _ = try await client.send(.get, "/SECRET-PATH?auth=SECRET", token: "SECRET-TOKEN")
            let path = try await client.log(token)
            _ = try await client.send(.get, path)
            return path
        }
        let log = fixture.log
        #expect(log.contains("route=getResults") && log.contains("job done"))
        let secret = String(path.split(separator: "/").last?.dropLast(4) ?? "?")
        for word in [token, ingest, secret, "SECRET"] { #expect(!log.contains(word)) }
    }

    @Test("a line of the log, in pairs and in JSON")
    func lines() throws {
        for (format, ending) in [
            (StructuredLog.Format.logfmt, #" level=info msg="a \"b\"" empty="" other=x=y plain=1"#),
            (.json, #""level":"info","msg":"a \"b\"","empty":"","other":"x=y","plain":"1"}"#),
        ] {
            let lines = Mutex<[String]>([])
            let handler = StructuredLog(format: format, level: .info) { line in
                lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            }
            let logger = Logger(label: "x") { _ in handler }
            logger.debug("not this")
            logger.info("a \"b\"", metadata: ["plain": "1", "empty": "", "other": "x=y"])
            let text = lines.withLock { $0 }
            #expect(text.count == 1)
            let line = text.first?.dropLast().replacing("other=\"x=y\"", with: "other=x=y") ?? ""
            #expect(line.hasSuffix(ending), "\(line)")
        }
    }

    @Test("the description of our own API is JSON, and names every path")
    func description() async throws {
        try await fixture.serve(workers: 0) { client in
            let description = try await client.send(.get, "/v1/openapi.json").json
            #expect(description["openapi"] as? String == "3.1.0")
            #expect(
                (description["paths"] as? [String: Any])?.keys.sorted() == [
                    "/downloads/{file}", "/healthz", "/metrics", "/readyz", "/v1/deliveries", "/v1/events", "/v1/jobs",
                    "/v1/jobs/{id}", "/v1/openapi.json", "/v1/segments/{name}",
                ])
        }
    }

    @Test("its Event is one: the examples are accepted, every column is there, and every status is named")
    func event() async throws {
        let token = try fixture.token(.ingest)
        try await fixture.serve(workers: 0) { client in
            let description = try await client.send(.get, "/v1/openapi.json").json
            let components = try #require(description["components"] as? [String: Any])
            let schemas = try #require(components["schemas"] as? [String: [String: Any]])
            let properties = try #require(schemas["Event"]?["properties"] as? [String: [String: Any]])
            #expect(properties.count == Column.allCases.count)
            let event = properties.compactMapValues { ($0["examples"] as? [Any])?.first }
            let line = try JSONSerialization.data(withJSONObject: event)
            let answer = try await client.post(token, String(decoding: line, as: UTF8.self) + "\n")
            #expect(answer.text == #"{"accepted":1,"duplicates":0,"rejected":[]}"#)

            #expect(properties["status"]?["examples"] as? [String] == Status.words.map(\.word))
            let text = try #require(properties["status"]?["description"] as? String)
            for (word, meaning) in Status.words {
                #expect(text.contains("`\(word)`: \(meaning.replacing("; ", with: ", "))"))
            }
        }
    }
}
