import Foundation
import Testing

extension ServicePeers {
    @Suite("samples/clients post events, in several parts, and say which are rejected")
    struct ClientTests {
        @Test(
            "every event is recorded once, however often it is sent",
            .enabled(if: Peer.isExpected(.python3, .node), Peer.reason),
            .hangGuard, arguments: ["python3 samples/clients/post_events.py", "node samples/clients/post_events.mjs"])
        func events(client: String) async throws {
            let scratch = try Scratch()
            try await scratch.simulate(messages: 8000)
            let events = try scratch.file("events.ndjson")
            let count = events.count { $0 == UInt8(ascii: "\n") }
            #expect(count > 20_000)
            // In the second part.
            try scratch.write(events + Array("{\"status\":\"sent\"}\n".utf8), to: "events.ndjson")
            let token = try await scratch.token(scopes: ["ingest"])
            try await scratch.serving { server in
                let command = "PUSHTRAIL_URL=\(server.url) PUSHTRAIL_TOKEN=\(token) \(client) < events.ndjson"
                for _ in 1...2 {
                    let sent = try await scratch.run("sh", ["-c", command])
                    #expect(sent.exit == 1)
                    #expect(sent.errors == "line \(count + 1): timestamp is missing\n")
                }
                let refused = try await scratch.run("sh", ["-c", command.replacing(token, with: "pt_none")])
                #expect(refused.exit == 1 && refused.errors.contains("HTTP 401: "), "\(refused.errors)")
            }
            let status = try await scratch.pushtrail("store", "status", "--json")
            #expect(status.text.contains("\"events\":\(count),"), "\(status.text)")
        }
    }
}
