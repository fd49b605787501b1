import Foundation
import Testing

extension ServicePeers {
    @Suite(
        "The console, in a browser",
        .enabled(if: Peer.isExpected(.chromium) && Peer.isVirtualEnvironmentExpected, Peer.reason))
    struct ConsolePeerTests {
        @Test(
            """
            people sign in, request, wait, download and sign out, with scripts and without; no other site acts for them
            """, .hangGuard)
        func console() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 2000)
            let app = try #require(try scratch.apps().first)
            let tokens = [
                try await scratch.token(name: "admin", scopes: ["admin"]),
                try await scratch.token(name: "export", scopes: ["export"]),
                try await scratch.token("--app", app, name: "bound", scopes: ["export"]),
                try await scratch.token(name: "doomed", scopes: ["export"]),
            ]
            try await scratch.serving(Serving("--console")) { server in
                let seen = try await scratch.run(
                    Place.python, [Place.peer("console.py"), server.url, Place.binary, scratch.path] + tokens)
                try #require(seen.exit == 0, "\(seen.errors)")
                let faults = try JSONDecoder().decode([String].self, from: Data(seen.output))
                #expect(faults.isEmpty, "\(faults.prefix(20))")
                #expect(try await scratch.log(in: "scripts.zip") == scratch.exportedRows())
                #expect(try await scratch.log(in: "plain.zip") == scratch.exportedRows(["--app", app]))
                for secret in tokens { #expect(try !server.log.contains(secret)) }
            }
        }
    }
}
