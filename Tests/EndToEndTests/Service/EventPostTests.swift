import Foundation
import Testing

extension ServicePeers {
    @Suite("Events posted to /v1/events", .enabled(if: Peer.isExpected(.python3)))
    struct EventPostTests {
        /// A million events or so are 313,000 messages: `scripts/soak` asks for those.
        private static let messages =
            ProcessInfo.processInfo.environment["PUSHTRAIL_POST_MESSAGES"].flatMap(Int.init) ?? 6000

        fileprivate struct Posted: Decodable, Equatable { var accepted: Int, duplicates: Int, rejected: Int }

        @Test(
            "many bodies, in every form, give the store that ingest gives; the same again are all duplicates",
            .hangGuard)
        func many() async throws {
            let (posted, ingested, count) = try await folders()
            try await posted.serving { server in
                let token = try await posted.token(scopes: ["ingest"])
                let first = try await posted.post(to: server, token, lines: 50_000, posters: 1, "chunked")
                #expect(first == Posted(accepted: count, duplicates: 0, rejected: 0))
                for form in ["plain", "gzip"] {
                    let again = try await posted.post(to: server, token, lines: 20_000, posters: 1, form)
                    #expect(again == Posted(accepted: 0, duplicates: count, rejected: 0), "\(form)")
                }
            }
            #expect(try await posted.exportedRows() == ingested.exportedRows())
        }

        @Test("several posters at once, each event from two of them, store each once", .hangGuard)
        func concurrent() async throws {
            let (posted, ingested, count) = try await folders()
            try await posted.serving { server in
                let token = try await posted.token(scopes: ["ingest"])
                async let one = posted.post(to: server, token, lines: 5000, posters: 4, "plain")
                async let two = posted.post(to: server, token, lines: 3000, posters: 4, "gzip")
                let (first, second) = try await (one, two)
                #expect(first.accepted + second.accepted == count && first.duplicates + second.duplicates == count)
            }
            #expect(try await posted.exportedRows().lines == ingested.exportedRows().lines)
        }

        @Test(
            "killed while events are posted and posted again, it ends with exactly the right ones",
            .hangGuard)
        func killed() async throws {
            let (posted, ingested, count) = try await folders()
            let token = try await posted.token(scopes: ["ingest"])
            var port = "0"
            for _ in 0..<4 {
                try await posted.serving(Serving(port: port, ending: SIGKILL)) { server in
                    port = server.port
                    async let interrupted = posted.run(
                        "timeout",
                        ["20", "python3", Place.peer("service/post_events.py"), server.url, token]
                            + ["events.ndjson", "1000", "2", "plain", "0"])
                    // Until some more are stored, or all of them, and a little longer.
                    let before = try await posted.storedEvents()
                    for _ in 0..<60_000 {
                        let now = try await posted.storedEvents()
                        if now > before || now == count { break }
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    try await Task.sleep(for: .milliseconds(.random(in: 0...500)))
                    server.send(SIGKILL)
                    _ = try await interrupted
                }
            }
            try await posted.serving(Serving(port: port)) { server in
                let last = try await posted.post(to: server, token, lines: 7000, posters: 1, "plain")
                #expect(
                    last.accepted + last.duplicates == count && last.duplicates > 0 && last.rejected == 0, "\(last)")
            }
            #expect(try await posted.exportedRows().lines == ingested.exportedRows().lines)
        }

        /// A folder with an empty store and events to post, one whose store has them already, and their number.
        private func folders() async throws -> (posted: Scratch, ingested: Scratch, count: Int) {
            let (posted, ingested) = (try Scratch(), try Scratch())
            try await ingested.makeStore(messages: Self.messages)
            let events = try ingested.file("events.ndjson")
            try posted.write(events, to: "events.ndjson")
            try posted.write([], to: "nothing.ndjson")
            try await posted.ingest("nothing.ndjson")
            return (posted, ingested, events.count { $0 == UInt8(ascii: "\n") })
        }
    }
}

extension Scratch {
    /// How many events the store has by now.
    fileprivate func storedEvents() async throws -> Int {
        let status = try await pushtrail("store", "status", "--json").text
        return status.firstMatch(of: /"events":([0-9]+)/).flatMap { Int($0.output.1) } ?? 0
    }

    fileprivate func post(
        to server: Server, _ token: String, lines: Int, posters: Int, _ form: String
    ) async throws -> ServicePeers.EventPostTests.Posted {
        try await peer(
            "post_events", [server.url, token, "events.ndjson", "\(lines)", "\(posters)", form],
            answering: ServicePeers.EventPostTests.Posted.self)
    }
}

extension [UInt8] {
    /// Rows in an order of their own: events that are posted at once are recorded in any.
    fileprivate var lines: [String] {
        String(decoding: self, as: UTF8.self).split(separator: "\n").map(String.init).sorted()
    }
}
