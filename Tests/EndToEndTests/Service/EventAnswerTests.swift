import Foundation
import Testing

extension ServicePeers {
    @Suite("What /v1/events answers", .hangGuard)
    struct EventAnswerTests {
        private static let time = Date(timeIntervalSinceNow: -3600).formatted(.iso8601)

        private static func event(_ code: String) -> String {
            #"{"timestamp":"\#(Self.time)","tracking_code":"\#(code)","hwid":"h","status":"created","app_code":"A"}"#
        }

        @Test("each line that cannot be read has its number and a reason, and the others are stored")
        func rejects() async throws {
            try await serving { server, token in
                let lines = [
                    Self.event("T-1"), "{", Self.event("T-2"), "[]", #"{"tracking_code":"T-3","status":"created"}"#,
                    Self.event("T-4"),
                    #"{"timestamp":"yesterday","tracking_code":"T-5","status":"created"}"#, Self.event("T-1"),
                ]
                for end in ["", "\n"] {
                    let answer = try await server.curl(
                        "/v1/events", ["Authorization: Bearer \(token)"], body: lines.joined(separator: "\n") + end)
                    #expect(answer.status == 200, "\(answer)")
                    let accepted = answer["accepted"] as? Int, duplicates = answer["duplicates"] as? Int
                    #expect([accepted, duplicates] == (end.isEmpty ? [3, 1] : [0, 4]), "\(answer.text)")
                    let rejected = try #require(answer["rejected"] as? [[String: Any]], "\(answer.text)")
                    #expect(rejected.map { $0["line"] as? Int } == [2, 4, 5, 7])
                    #expect(rejected.allSatisfy { ($0["reason"] as? String)?.isEmpty == false })
                }
                #expect(try await server.scratch.exportedRows().count { $0 == UInt8(ascii: "\n") } == 4)
            }
        }

        @Test("what it says it stored outlives a kill right after the answer")
        func durable() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 1)
            let token = try await scratch.token(scopes: ["ingest"])
            for number in 0..<5 {
                try await scratch.serving(Serving(ending: SIGKILL)) { server in
                    let answer = try await server.curl(
                        "/v1/events", ["Authorization: Bearer \(token)"], body: Self.event("T-KILLED-\(number)"))
                    #expect(answer["accepted"] as? Int == 1, "\(answer)")
                    server.send(SIGKILL)
                }
            }
            let rows = String(decoding: try await scratch.exportedRows(), as: UTF8.self)
            for number in 0..<5 { #expect(rows.contains("T-KILLED-\(number)")) }
        }

        @Test("an empty body stores nothing; one that is not gzip as it says is 400; a longer one than 64 MiB is 413")
        func edges() async throws {
            try await serving { server, token in
                let authorized = "Authorization: Bearer \(token)"
                for type in [[], ["Content-Type: application/x-ndjson"], ["Content-Type: image/png"]] {
                    let empty = try await server.curl("/v1/events", [authorized] + type, body: "")
                    #expect(empty.status == 200 && empty["accepted"] as? Int == 0, "\(empty)")
                }
                let notGzip = try await server.curl(
                    "/v1/events", [authorized, "Content-Encoding: gzip"], body: Self.event("T-9"))
                #expect(notGzip.isProblem(400), "\(notGzip)")
                try server.scratch.write(Array(Self.event("T-10").utf8), to: "event")
                let cut = try await server.scratch.run("gzip", ["-c", "event"]).output.dropLast(6)
                let truncated = try await server.curl(
                    "/v1/events", [authorized, "Content-Encoding: gzip"], body: Array(cut))
                #expect(truncated.isProblem(400), "\(truncated)")
                let unknown = try await server.curl(
                    "/v1/events", [authorized, "Content-Encoding: br"], body: Self.event("T-11"))
                #expect(unknown.isProblem(415), "\(unknown)")

                // Too long for a line, and just not too long for a body.
                var body = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 20)
                let most = try await server.curl("/v1/events", [authorized], body: body)
                #expect(most.status == 200 && (most["rejected"] as? [Any])?.count == 1, "\(most)")
                body.append(UInt8(ascii: "x"))
                #expect(try await server.curl("/v1/events", [authorized], body: body).isProblem(413))
            }
        }

        @Test("methods and paths that there are not are 405 with Allow, and 404")
        func routes() async throws {
            try await serving { server, token in
                let authorized = "Authorization: Bearer \(token)"
                let get = try await server.curl("/v1/events", [authorized])
                #expect(get.isProblem(405) && get.headers["allow"]?.contains("POST") == true, "\(get)")
                #expect(try await server.curl("/v1/nothing", [authorized]).isProblem(404))
                let nothing = try await server.curl("/json/1.3/nothing", body: "{}")
                #expect(nothing.status == 404 || nothing.pushwoosh?.code == 210, "\(nothing)")
            }
        }

        private func serving(_ body: (Server, String) async throws -> Void) async throws {
            let scratch = try Scratch()
            try scratch.write([], to: "nothing.ndjson")
            try await scratch.ingest("nothing.ndjson")
            let token = try await scratch.token()
            try await scratch.serving { try await body($0, token) }
        }
    }
}
