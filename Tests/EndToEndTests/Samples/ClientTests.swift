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
            try await scratch.simulate(messages: 11_000)
            let events = try scratch.file("events.ndjson")
            let count = events.count { $0 == UInt8(ascii: "\n") }
            // A part has 8 MiB.
            #expect(events.count > 9 << 20)
            try scratch.write(events + Array("{\"status\":\"sent\"}\n".utf8), to: "events.ndjson")
            let token = try await scratch.token(scopes: ["ingest"])
            try await scratch.serving { server in
                let command = "PUSHTRAIL_URL=\(server.url) PUSHTRAIL_TOKEN=\(token) \(client) < events.ndjson"
                for counts in ["\(count) accepted, 0 duplicates", "0 accepted, \(count) duplicates"] {
                    let sent = try await scratch.run("sh", ["-c", command])
                    #expect(sent.exit == 1)
                    #expect(sent.text == "\(counts), 1 rejected\n")
                    #expect(sent.errors == "line \(count + 1): timestamp is missing\n")
                }
                try scratch.write(
                    Array(
                        "{\"timestamp\":\"2026-11-19T08:00:00Z\",\"tracking_code\":\"T\",\"status\":\"deliverd\"}".utf8),
                    to: "typo.ndjson")
                let typo = try await scratch.run("sh", ["-c", command.replacing("events.ndjson", with: "typo.ndjson")])
                #expect(typo.exit == 0 && typo.errors.contains("deliverd; did you mean delivered?"), "\(typo.errors)")
                let refused = try await scratch.run("sh", ["-c", command.replacing(token, with: "pt_none")])
                #expect(refused.exit == 1 && refused.errors.contains("HTTP 401: "), "\(refused.errors)")
                let unset = try await scratch.run("sh", ["-c", command.replacing(server.url, with: "")])
                #expect(unset.exit == 1 && unset.errors.split(separator: "\n").count == 1, "\(unset.errors)")
            }
            let status = try await scratch.pushtrail("store", "status", "--json")
            #expect(status.text.contains("\"events\":\(count + 1),"), "\(status.text)")
        }
    }
}
