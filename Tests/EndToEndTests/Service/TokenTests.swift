import Foundation
import Testing

extension ServicePeers {
    @Suite("A token of every wrong kind, on every route", .hangGuard)
    struct TokenTests {
        /// Tokens that open nothing, by what is wrong with them.
        private func wrongTokens(in scratch: Scratch) async throws -> [(kind: String, token: String?)] {
            let revoked = try await scratch.token(name: "revoked")
            let revoke = try await scratch.pushtrail("token", "revoke", "revoked")
            #expect(revoke.exit == 0, "\(revoke.errors)")
            let expired = try await scratch.token("--expires", "9999-01-01", name: "expired")
            // Its time passes at once.
            let expire = try await scratch.run(
                "sqlite3",
                ["-cmd", ".timeout 5000", "pushtrail.db", "UPDATE token SET expires = 1 WHERE name = 'expired'"])
            #expect(expire.exit == 0, "\(expire.errors)")
            let other = try Scratch()
            try await other.makeStore(messages: 1)
            let unknown = try await other.token()
            let right = try await scratch.token()
            return [
                ("none", nil), ("empty", ""), ("not a token", "API TOKEN"),
                ("a long one", String(repeating: "a", count: 4000)),
                ("another store's", unknown), ("revoked", revoked), ("expired", expired),
                ("cut", String(right.dropLast())), ("too long", right + "0"), ("null", "null"),
                ("of letters beyond ASCII", "tökén"),
                ("of SQL", "' OR 1=1 --"), ("a pattern", "%"),
            ]
        }

        @Test("under /json/ all are 210 in the body under HTTP 200, in the body or the header")
        func pushwoosh() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let wrong = try await wrongTokens(in: scratch)
            try await scratch.serving { server in
                for path in pushwooshPaths {
                    for (kind, token) in wrong {
                        let id = #""request_id":"\#(String(repeating: "0", count: 32))""#
                        let auth = token.map { #""auth":"\#($0)","# } ?? ""
                        let inBody = try await server.curl(path, body: #"{"request":{\#(auth)\#(id)}}"#)
                        #expect(inBody.isRefused, "\(path), \(kind): \(inBody.status) \(inBody.text)")
                        guard let token else { continue }
                        for scheme in ["Api", "Bearer"] {
                            let inHeader = try await server.curl(
                                path, ["Authorization: \(scheme) \(token)"], body: #"{"request":{\#(id)}}"#)
                            #expect(inHeader.isRefused, "\(path), \(scheme) \(kind): \(inHeader.text)")
                        }
                    }
                    for auth in ["null", "5", "{}", "[]", "true"] {
                        let answer = try await server.curl(path, body: #"{"request":{"auth":\#(auth)}}"#)
                        #expect(answer.isRefused, "\(path), \(auth): \(answer.status) \(answer.text)")
                    }
                }
            }
        }

        @Test("under /v1/ all are a problem with status 401 that names the scheme")
        func ours() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let wrong = try await wrongTokens(in: scratch)
            try await scratch.serving { server in
                for (path, body) in ourPaths {
                    for (kind, token) in wrong {
                        for scheme in ["Api", "Bearer"] {
                            let headers = token.map { ["Authorization: \(scheme) \($0)"] } ?? []
                            let answer = try await server.curl(path, headers, body: body)
                            #expect(answer.isProblem(401), "\(path), \(kind): \(answer)")
                            #expect(answer.headers["www-authenticate"] != nil, "\(path), \(kind): \(answer)")
                        }
                    }
                    let basic = try await server.curl(path, ["Authorization: Basic YTpi"], body: body)
                    #expect(basic.isProblem(401), "\(path): \(basic)")
                }
            }
        }

        @Test("a token without the scope is 403: in the vendor's words under /json/, a problem under /v1/")
        func scopes() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let ingest = try await scratch.token(scopes: ["ingest"])
            let export = try await scratch.token(scopes: ["export"])
            try await scratch.serving { server in
                let id = try await server.requestLog(export)
                for path in pushwooshPaths {
                    let answer = try await server.curl(
                        path, body: #"{"request":{"auth":"\#(ingest)","request_id":"\#(id)"}}"#)
                    #expect(answer.status == 200 && answer.pushwoosh?.code == 403, "\(path): \(answer.text)")
                    #expect(answer.pushwoosh?.message == "Token restrictions forbid this operation")
                    #expect(answer["response"] is NSNull, "\(answer.text)")
                }
                for (path, body) in ourPaths {
                    let token = path == "/v1/events" ? export : ingest
                    let answer = try await server.curl(path, ["Authorization: Bearer \(token)"], body: body)
                    #expect(answer.isProblem(403), "\(path): \(answer)")
                }
                let posted = try await server.curl("/v1/events", ["Authorization: Api \(ingest)"], body: "")
                #expect(posted.status == 200, "\(posted)")
                let jobs = try await server.curl("/v1/jobs", ["Authorization: Api \(export)"])
                #expect(jobs.status == 200 && jobs.text.contains(id), "\(jobs)")
            }
        }

        @Test("a store never holds a token, and a list of tokens never shows one")
        func atRest() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let token = try await scratch.token()
            try await scratch.serving { server in _ = try await server.requestLog(token) }
            let list = try await scratch.pushtrail("token", "list")
            #expect(list.exit == 0 && list.text.contains("test-") && !list.text.contains(token), "\(list)")
            for name in try scratch.names() where name.hasPrefix("pushtrail.db") {
                #expect(try await scratch.run("grep", ["-cF", token, name]).exit != 0, "\(name)")
            }
        }
    }
}

/// The vendor's routes, which take a token.
private let pushwooshPaths = ["1.3", "1.4"].flatMap { ["/json/\($0)/getTrackingLog", "/json/\($0)/getResults"] }

/// Our own routes that take a token, and what is posted to them.
private let ourPaths: [(path: String, body: [UInt8]?)] = [
    ("/v1/events", Array("{}\n".utf8)), ("/v1/jobs", nil), ("/v1/jobs/\(String(repeating: "0", count: 32))", nil),
]

extension Answer {
    /// Whether it is the refusal that existing clients know.
    fileprivate var isRefused: Bool { status == 200 && pushwoosh?.code == 210 && pushwoosh?.message.isEmpty == false }
}
