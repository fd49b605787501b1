import Testing

extension ServicePeers {
    @Suite("Lists, as clients page through them", .enabled(if: Peer.isExpected(.unzip)), .hangGuard)
    struct ListPeerTests {
        @Test("the pages of /v1/deliveries and /v1/segments have the lines of the commands on the exported log")
        func lists() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 2000)
            try await scratch.export(to: "log.zip", "--quiet")
            let token = try await scratch.token(scopes: ["export"])
            try await scratch.serving { server in
                for (path, member, command) in [
                    ("deliveries?limit=300", "deliveries", ["deliveries", "--format", "ndjson", "--without", "link"]),
                    (
                        "deliveries?limit=999&per_device=true&outcome=bounced&sort=-last", "deliveries",
                        [
                            "deliveries", "--format", "ndjson", "--without", "link", "--per-device", "--outcome",
                            "bounced", "--sort", "-last",
                        ]
                    ),
                    ("segments/has-token?limit=300", "members", ["segment", "has-token", "--format", "ndjson"]),
                    (
                        "segments/delivery-failures?limit=7&days=5", "members",
                        ["segment", "delivery-failures", "--days", "5", "--format", "ndjson"]
                    ),
                ] {
                    let pages = try await scratch.peer("lists", ["\(server.url)/v1/\(path)", token, member])
                    let written = try await scratch.run(Place.binary, command + ["--quiet", "log.zip"])
                    #expect(written.exit == 0, "\(written.errors)")
                    let lines = try await scratch.peer("lists", ["-"], input: written.output)
                    #expect(pages.output == lines.output && !pages.output.isEmpty, "\(path)")
                }
            }
        }

        @Test(
            "pypushwoosh pages through getMessageLog: the events are the rows of the exported log",
            .enabled(if: Peer.isVirtualEnvironmentExpected, Peer.reason))
        func messageLog() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 2000)
            try await scratch.export(to: "log.zip", "--quiet")
            let token = try await scratch.token(scopes: ["export"])
            try await scratch.serving { server in
                _ = try await scratch.peer(
                    "message_log", ["127.0.0.1:\(server.port)", token, "log.zip"], python: Place.python)
            }
        }
    }
}
