import Testing

extension ServicePeers {
    @Suite("What a log says, and what never", .hangGuard)
    struct SecretTests {
        @Test("no token and no link stands in the most talkative log", arguments: ["logfmt", "json"])
        func secrets(format: String) async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let token = try await scratch.token(scopes: ["ingest", "export", "admin"])
            let wrong = String(token.dropLast(4)) + "0000"
            var secrets = [token, String(token.dropLast(4))]
            var paths: [String] = []
            let finished = try await scratch.serving(
                Serving("--log-level", "trace", "--log-format", format)
            ) { server in
                let id = try await server.requestLog(token)
                let link = try await server.link(token, id)
                secrets.append(String(link.split(separator: "/").last?.split(separator: ".").first ?? "?"))
                _ = try await server.curl(link)
                _ = try await server.curl(link, options: ["--head"])
                _ = try await server.curl(link + "x")
                _ = try await server.results(wrong, id)
                for one in [token, wrong] {
                    for scheme in ["Api", "Bearer", "Basic"] {
                        _ = try await server.curl("/v1/jobs", ["Authorization: \(scheme) \(one)"])
                        _ = try await server.curl("/v1/events", ["Authorization: \(scheme) \(one)"], body: "{")
                    }
                    // Where a token has no business to be.
                    _ = try await server.curl("/v1/jobs?auth=\(one)&token=\(one)")
                    _ = try await server.curl("/json/1.3/getResults?auth=\(one)", body: #"{"request":{"auth":"\#(one)"#)
                    let answer = try await server.curl("/json/1.3/nothing/\(one)", body: "{}")
                    paths.append(answer.text)
                }
                let metrics = try await server.curl("/metrics", ["Authorization: Bearer \(token)"])
                #expect(metrics.status == 200)
                paths.append(metrics.text)
            }
            try #require(finished.errors.contains("http://") && finished.errors.count > 1000, "\(finished.errors)")
            for secret in secrets {
                try #require(secret.count >= 20, "\(secret)")
                let lines = finished.errors.split(separator: "\n").filter { $0.contains(secret) }
                #expect(lines.isEmpty, "\(lines)")
                #expect(paths.allSatisfy { !$0.contains(secret) }, "\(paths)")
            }
        }

        @Test("healthz, readyz and metrics answer, without anything of the store's content")
        func operating() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let token = try await scratch.token(scopes: ["ingest", "export", "admin"])
            try await scratch.serving { server in
                _ = try await server.link(token, server.requestLog(token))
                #expect(try await server.curl("/healthz").status == 200)
                #expect(try await server.curl("/readyz").status == 200)
                let metrics = try await server.curl("/metrics", ["Authorization: Bearer \(token)"])
                #expect(metrics.status == 200)
                #expect(metrics.headers["content-type"]?.hasPrefix("text/plain") == true, "\(metrics.headers)")
                #expect(metrics.text.contains("getTrackingLog") && metrics.text.contains("_bucket{"))
                for line in metrics.text.split(separator: "\n") {
                    #expect(
                        line.wholeMatch(of: /#.*|[a-zA-Z_:][a-zA-Z0-9_:]*(\{[^}]*\})? [-+0-9.eE]+(Inf|NaN)?/) != nil,
                        "\(line)")
                }
            }
        }
    }
}
