import Foundation
import Testing

extension ServicePeers {
    @Suite(
        "samples/curl-session.sh runs as the README says",
        .enabled(if: Peer.isExpected(.curl, .jq, .unzip), Peer.reason))
    struct CurlSessionTests {
        /// The README's block that ends with the session: a token, the service, the client.
        private static func block() throws -> [String] {
            let readme = try String(contentsOf: Place.repository.appending(path: "README.md"), encoding: .utf8)
            let blocks = readme.components(separatedBy: "\n```")
            let block = try #require(blocks.first { $0.hasPrefix("sh\n") && $0.contains("samples/curl-session.sh") })
            return block.split(separator: "\n").dropFirst()
                .map { line in
                    // A comment at a line's end is for the reader.
                    String(line.prefix(upTo: line.firstRange(of: "  #")?.lowerBound ?? line.endIndex))
                        .trimmingCharacters(in: .whitespaces)
                }
                .filter { !$0.isEmpty }
        }

        @Test("against a service started as it says, a log is downloaded", .hangGuard)
        func session() async throws {
            let scratch = try Scratch()
            try await scratch.simulate(messages: 200)
            let block = try Self.block()
            let ingested = try await scratch.run("sh", ["-c", "pushtrail ingest --store events.db events.ndjson"])
            try #require(ingested.exit == 0, "\(ingested.errors)")
            let create = try #require(block.first { $0.hasPrefix("pushtrail token create ") })
            let token = try await scratch.run("sh", ["-c", create]).text.trimmingCharacters(in: .newlines)
            let serve = try #require(block.first { $0.hasPrefix("pushtrail serve ") })
            var serving = Serving()
            serving.options = serve.split(separator: " ").dropFirst(2).map(String.init).filter { $0 != "&" }
            let session = try #require(block.last { $0.contains("samples/curl-session.sh") })
            try await scratch.serving(serving) { server in
                let command = session.replacing("127.0.0.1:8080", with: "127.0.0.1:\(server.port)")
                    .replacing("pt_…", with: token).replacing(/\d{4}-\d\d-\d\d/, with: yesterday)
                let run = try await scratch.run("sh", ["-c", command])
                #expect(run.exit == 0, "\(command)\n\(run.text)\(run.errors)")
                let name = run.text.trimmingCharacters(in: .newlines)
                #expect(name.hasSuffix(".zip"), "\(run.text)")
                let exported = try await scratch.run(
                    "sh", ["-c", "pushtrail export --quiet --store events.db --date \(yesterday) -o export.zip"])
                #expect(exported.exit == 0, "\(exported.errors)")
                #expect(try await scratch.log(in: name) == scratch.log(in: "export.zip"))
            }
        }
    }
}
