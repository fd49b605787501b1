import Foundation
import Testing

extension ServicePeers {
    @Suite("Killed with 200 jobs queued and running", .enabled(if: Peer.isExpected(.python3, .sqlite3)))
    struct ServerKillTests {
        /// How often the server is killed; `scripts/soak` asks for more, with larger logs.
        private static let kills = number("PUSHTRAIL_SERVER_KILLS") ?? 10
        private static let messages = number("PUSHTRAIL_SERVER_KILL_MESSAGES") ?? 2000

        @Test(
            "again and again, the server ends with every job done exactly once", .hangGuard)
        func kills() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: Self.messages)
            let token = try await scratch.token(scopes: ["export"])
            try scratch.write(try await scratch.exportedRows(), to: "rows.csv")
            var ids: [UInt8] = []
            for _ in 0..<Self.kills {
                try await scratch.serving(Serving("--workers", "2", ending: SIGKILL)) { server in
                    // Up to the limit of open jobs: those that are done already make room for others.
                    let requested = try await scratch.peer("request_logs", [server.url, token, "400"])
                    #expect(requested.errors.contains("refused"), "more than 200 jobs are open")
                    ids += requested.output
                    try await Task.sleep(for: .milliseconds(.random(in: 0...600)))
                }
            }
            let count = ids.filter { $0 == UInt8(ascii: "\n") }.count
            #expect(count >= 200)
            try await scratch.serving { server in
                let fetched = try await scratch.peer("fetch_logs", [server.url, token, "rows.csv"], input: ids)
                #expect(fetched.text == "\(count) logs, \(count) links, 0 differ\n", "\(fetched.errors)")
            }
            try await scratch.expectExactlyOneZip(forEachOf: count)
        }

        private static func number(_ name: String) -> Int? {
            ProcessInfo.processInfo.environment[name].flatMap(Int.init)
        }
    }

    @Suite("Two servers on one store", .enabled(if: Peer.isExpected(.python3, .sqlite3)))
    struct TwoServersTests {
        @Test(
            "what one is asked for the other tells and serves; each job is worked once",
            .hangGuard)
        func together() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 1000)
            let token = try await scratch.token(scopes: ["export"])
            try scratch.write(try await scratch.exportedRows(), to: "rows.csv")
            try await scratch.serving(Serving("--workers", "2")) { first in
                try await scratch.serving(Serving("--workers", "2")) { second in
                    let ids = try await scratch.peer("request_logs", [first.url, token, "100", second.url])
                    // An odd number of jobs are polled in turn: each is asked of both.
                    let fetched = try await scratch.peer(
                        "fetch_logs", [second.url, token, "rows.csv", first.url], input: ids.output)
                    #expect(fetched.text == "100 logs, 100 links, 0 differ\n", "\(fetched.errors)")

                    let id = try await first.requestLog(token)
                    let link = try await second.link(token, id)
                    let elsewhere = link.replacing(second.url, with: first.url)
                    #expect(elsewhere.hasPrefix(first.url), "\(link)")
                    let (here, there) = (try await second.curl(link), try await first.curl(elsewhere))
                    #expect(here.status == 200 && here.body == there.body)
                    #expect(here.headers["etag"] == there.headers["etag"])
                }
            }
            try await scratch.expectExactlyOneZip(forEachOf: 101)
            let attempts = try await scratch.run("sqlite3", ["pushtrail.db", "SELECT sum(attempts) FROM job"])
            #expect(attempts.text == "101\n")
        }
    }
}

extension Scratch {
    /// Every job of the store is done, each has a zip of its own, and there is no file beside those.
    fileprivate func expectExactlyOneZip(forEachOf count: Int) async throws {
        let states = try await run("sqlite3", ["pushtrail.db", "SELECT state, count(*) FROM job GROUP BY state"])
        #expect(states.text == "done|\(count)\n")
        let known = try await run("sqlite3", ["pushtrail.db", "SELECT worker || '.zip' FROM job ORDER BY 1"])
        let expected = known.text.split(separator: "\n").map { "pushtrail.db.results/\($0)" }
        var results: [String] = []
        // What killed attempts left behind is removed when a server starts.
        try await serving { _ in
            for _ in 0..<60_000 {
                results = try self.results()
                if results.count == count { break }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        #expect(results == expected)
    }
}
