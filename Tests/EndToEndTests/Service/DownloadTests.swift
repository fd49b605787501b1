import Testing

extension ServicePeers {
    @Suite("Downloads, as curl and proxies ask for them", .hangGuard)
    struct DownloadTests {
        @Test("HEAD, Range, If-Range and ETag do what RFC 9110 says")
        func conditions() async throws {
            try await withLog { server, link, whole in
                let head = try await server.curl(link, options: ["--head"])
                #expect(head.status == 200 && head.headers["content-length"] == "\(whole.body.count)")
                #expect(head.headers["accept-ranges"] == "bytes")
                #expect(head.headers["content-type"] == "application/zip")
                #expect(head.headers["content-disposition"]?.contains("attachment") == true)
                let tag = try #require(whole.headers["etag"])
                #expect(head.headers["etag"] == tag && !tag.hasPrefix("W/"))

                let size = whole.body.count
                for (range, bytes) in [
                    ("0-99", 0..<100), ("100-", 100..<size), ("-50", size - 50..<size),
                    ("10-\(size * 2)", 10..<size),
                ] {
                    let part = try await server.curl(link, ["Range: bytes=\(range)"])
                    #expect(part.status == 206 && part.body == Array(whole.body[bytes]), "\(range)")
                    #expect(
                        part.headers["content-range"] == "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(size)")
                    let same = try await server.curl(link, ["Range: bytes=\(range)", "If-Range: \(tag)"])
                    #expect(same.status == 206 && same.body == part.body)
                    // Another file by now: all of it.
                    let other = try await server.curl(link, ["Range: bytes=\(range)", "If-Range: \"other\""])
                    #expect(other.status == 200 && other.body == whole.body)
                }
                let beyond = try await server.curl(link, ["Range: bytes=\(size)-"])
                #expect(beyond.status == 416 && beyond.headers["content-range"] == "bytes */\(size)")
            }
        }

        @Test("a range that cannot be read is as none", arguments: ["bytes=5-1", "bytes=a-b", "lines=0-1", "bytes=-"])
        func badRange(range: String) async throws {
            try await withLog { server, link, whole in
                let answer = try await server.curl(link, ["Range: \(range)"])
                #expect(answer.status == 200 && answer.body == whole.body || answer.status == 416)
            }
        }

        @Test("a link that nobody was given is 404, whatever it looks like")
        func unknown() async throws {
            try await withLog { server, link, _ in
                let end = link.index(after: try #require(link.lastIndex(of: "/")))
                for name in [
                    String(repeating: "0", count: 32) + ".zip", "x.zip", "..%2f..%2fpushtrail.db", "%00.zip", "",
                    String(link[end...].dropLast(4)), String(link[end...].dropFirst()),
                ] {
                    let answer = try await server.curl(link[..<end] + name, options: ["--path-as-is"])
                    #expect(answer.status == 404 || answer.status == 400, "\(name): \(answer)")
                }
            }
        }

        @Test(
            "after its time a log is expired, its link 410, its zip removed",
            .enabled(if: Peer.isExpected(.sqlite3)))
        func expired() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let token = try await scratch.token()
            try await scratch.serving { server in
                let id = try await server.requestLog(token)
                let link = try await server.link(token, id)
                // 72 hours pass at once.
                try await scratch.run(
                    "sqlite3", ["-cmd", ".timeout 5000", "pushtrail.db", "UPDATE job SET expires = 1"])
                // How a job ended is remembered for a second.
                try await Task.sleep(for: .seconds(1.1))
                let answer = try await server.results(token, id)
                #expect(answer.status == 200 && answer.pushwoosh?.code == 210)
                #expect(answer.pushwoosh?.message.contains("expired") == true, "\(answer.text)")
                let gone = try await server.curl(link)
                #expect(gone.status == 410, "\(gone.text)")
            }
        }

        private func withLog(_ body: (Server, String, Answer) async throws -> Void) async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let token = try await scratch.token()
            try await scratch.serving { server in
                let link = try await server.link(token, server.requestLog(token))
                let whole = try await server.curl(link)
                try #require(whole.status == 200 && whole.body.count > 1000)
                #expect(whole.headers["content-length"] == "\(whole.body.count)")
                try await body(server, link, whole)
            }
        }
    }
}
