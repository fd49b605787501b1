import Foundation
import Testing

extension ServicePeers {
    @Suite("An existing client, unchanged", .enabled(if: Peer.isExpected(.unzip)))
    struct PushwooshClientTests {
        @Test(
            "pypushwoosh requests a log, polls and reads its link; curl fetches the zip, whole and resumed half-way",
            .enabled(if: Peer.isVirtualEnvironmentExpected, Peer.reason), .hangGuard, arguments: [nil, yesterday])
        func pypushwoosh(date: String?) async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 3000)
            let token = try await scratch.token(scopes: ["export"])
            try await scratch.serving { server in
                let client = try await scratch.peer(
                    "pushwoosh_client", ["127.0.0.1:\(server.port)", token] + (date.map { [$0] } ?? []),
                    python: Place.python)
                let link = client.text.trimmingCharacters(in: .newlines)
                #expect(
                    link.wholeMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+\/.*[0-9A-Za-z_-]{22,}\.zip/) != nil, "\(link)")

                try await scratch.fetch(link, to: "whole.zip")
                let whole = try scratch.file("whole.zip")
                #expect(try await scratch.run("unzip", ["-tq", "whole.zip"]).exit == 0)
                let rows = try await scratch.exportedRows(date.map { ["--date", $0] } ?? [])
                #expect(try await scratch.log(in: "whole.zip") == rows)

                try scratch.write(Array(whole.prefix(whole.count / 2)), to: "resumed.zip")
                try await scratch.fetch(link, to: "resumed.zip", "--continue-at", "-")
                #expect(try scratch.file("resumed.zip") == whole)
            }
        }

        @Test("links lie under --public-url, and are good after a restart", .hangGuard)
        func publicURL() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let token = try await scratch.token()
            let serving = Serving("--public-url", "https://push.example.com")
            var path = ""
            try await scratch.serving(serving) { server in
                let link = try await server.link(token, server.requestLog(token))
                let prefix = "https://push.example.com/"
                try #require(link.hasPrefix(prefix) && !link.hasPrefix(prefix + "/"), "\(link)")
                // What a proxy in front asks for.
                path = "/" + link.dropFirst(prefix.count)
            }
            try await scratch.serving(serving) { server in
                let answer = try await server.curl(path)
                #expect(answer.status == 200)
                try scratch.write(answer.body, to: "log.zip")
                #expect(try await scratch.log(in: "log.zip") == scratch.exportedRows())
            }
        }
    }
}

extension Scratch {
    fileprivate func fetch(_ link: String, to name: String, _ options: String...) async throws {
        let curl = try await run("curl", ["--silent", "--show-error", "--fail", "--output", name] + options + [link])
        #expect(curl.exit == 0, "\(curl.errors)")
    }
}
