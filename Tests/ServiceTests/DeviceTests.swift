import EventStore
import HTTPTypes
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("Devices: reports of received and opened messages, which never get an error")
struct DeviceTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    private static let ok = #"{"status_code":200,"status_message":"OK","response":null}"#

    /// A report as the SDKs send it.
    private static func report(app: String = "A", hwid: String = "H", hash: String? = "h1") -> String {
        let hash = hash.map { "\"\($0)\"" } ?? "null"
        return #"{"request":{"application":"\#(app)","hwid":"\#(hwid)","userId":"u","device_type":1,"hash":\#(hash),"#
            + #""metaData":{"a":1}}}"#
    }

    private static let messages =
        line("old", payload: #"{"aps":{},"p":"h1"}"#, secondsAgo: 500) + line("new", payload: #"{"p":"h1"}"#)
        + line("else", payload: #"{"p":"h2","x":{"p":"h1"}}"#, secondsAgo: 30)
        + line("app", app: "B", payload: #"{"p":"h1"}"#, secondsAgo: 20)
        + line("device", hwid: "I", payload: #"{"p":"h1"}"#, secondsAgo: 10)

    @Test(
        "a report is about the latest message of its app, device and hash",
        arguments: [
            ("messageDeliveryEvent", "received"), ("pushStat", "opened"),
        ])
    func matched(method: String, status: String) async throws {
        let (writer, reader) = (try fixture.token(.ingest), try fixture.token(.export))
        try await fixture.serve(workers: 1, { $0.deviceCallbacks = true }) { client in
            _ = try await client.post(writer, Self.messages)
            let answer = try await client.call(method, Self.report())
            #expect(answer.status == .ok && answer.text == Self.ok)
            let rows = try await client.rows(of: reader).filter { $0[3] == status }
            #expect(rows.map { Array($0[1...]) } == [["new", "H", status]])
        }
    }

    @Test(
        "a report that matches no message is counted, and gets the same response",
        arguments: [
            report(hash: "h3"), report(app: "C"), report(hwid: "J"), report(hash: nil), report(hash: ""),
        ])
    func unmatched(body: String) async throws {
        let writer = try fixture.token(.ingest)
        let store = fixture.store
        try await fixture.serve(workers: 0, { $0.deviceCallbacks = true }) { client in
            _ = try await client.post(writer, Self.messages)
            let answer = try await client.call("pushStat", body)
            #expect(answer.status == .ok && answer.text == Self.ok)
            #expect(try store.status().events == 5)
            let metrics = try await client.send(.get, "/metrics").text
            #expect(metrics.contains(#"pushtrail_device_callbacks_total{outcome="unmatched"} 1"#))
        }
    }

    @Test("the reports of a device are limited, in bursts and over time")
    func limits() {
        let limiter = RateLimiter()
        let early = (0..<30).map { _ in limiter.allows(["A", "H"], at: 1) }
        #expect(early == Array(repeating: true, count: 20) + Array(repeating: false, count: 10))
        #expect(limiter.allows(["A", "I"], at: 1) && limiter.allows(["B", "H"], at: 1))
        let later = [2.0, 4.5, 5.0, 100].map { limiter.allows(["A", "H"], at: $0) }
        #expect(later == [false, true, false, true])
    }

    @Test("a report beyond the limit gets the same response")
    func limited() async throws {
        try await fixture.serve(workers: 0, { $0.deviceCallbacks = true }) { client in
            for _ in 0..<30 {
                let answer = try await client.call("pushStat", Self.report(hash: "x"))
                #expect(answer.status == .ok && answer.text == Self.ok)
            }
        }
    }

    @Test("without the setting, reports are an unknown method")
    func off() async throws {
        try await fixture.serve(workers: 0) { client in
            let answer = try await client.call("pushStat", Self.report())
            #expect(answer.status == .ok)
            #expect(try answer.json["status_code"] as? Int == 210)
        }
    }
}
