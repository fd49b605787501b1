import Foundation
import Testing

extension ServicePeers {
    @Suite("The OpenAPI description", .enabled(if: Peer.isVirtualEnvironmentExpected, Peer.reason))
    struct SchemaTests {
        /// `PUSHTRAIL_EXAMPLES`: how many requests schemathesis makes up for each operation.
        private static let examples = ProcessInfo.processInfo.environment["PUSHTRAIL_EXAMPLES"] ?? "25"

        @Test("schemathesis finds nothing in the server that is not as it is described", .hangGuard)
        func schemathesis() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 50)
            let token = try await scratch.token(scopes: ["ingest", "export", "admin"])
            try await scratch.serving { server in
                let id = try await server.requestLog(token)
                let link = try await server.link(token, id)
                let settings = Self.settings(job: id, log: link.split(separator: "/").last.map(String.init) ?? "")
                try scratch.write(Array(settings.utf8), to: "schemathesis.toml")
                let program = URL(filePath: Place.python).deletingLastPathComponent().appending(path: "schemathesis")
                let finished = try await scratch.run(
                    program.path(),
                    [
                        "run", "\(server.url)/v1/openapi.json", "--url", server.url, "--checks", "all", "--seed", "1",
                        "--max-examples", Self.examples, "--header", "Authorization:Bearer \(token)",
                        "--continue-on-failure", "--request-timeout", "10", "--generation-database", "none",
                        "--no-color",
                    ])
                #expect(finished.exit == 0, "\(finished.text)\(finished.errors)")
                #expect(!finished.text.contains("WARNINGS"), "\(finished.text)")
                #expect(try await server.curl("/healthz").status == 200)
            }
        }

        /// Half of the requests name what there is. Any body at all is one of NDJSON: what is no event in it is
        /// rejected line by line. A range that is beyond a file is no error of its client, nor is an unknown token of a
        /// page. Parameters of a list depend on each other.
        private static func settings(job: String, log: String) -> String {
            """
            hooks = "\(Place.peer("service/schemathesis_ndjson.py"))"

            [parameters]
            "path.id" = { dictionary = "jobs", probability = 0.5 }
            "path.file" = { dictionary = "logs", probability = 0.5 }

            [dictionaries]
            jobs = { values = ["\(job)"] }
            logs = { values = ["\(log)"] }

            [[operations]]
            include-path = "/v1/events"
            checks.negative_data_rejection.expected-statuses = ["2xx", "4xx"]

            [[operations]]
            include-path = "/downloads/{file}"
            checks.positive_data_acceptance.expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 416, "5xx"]

            [[operations]]
            include-path = ["/v1/deliveries", "/v1/segments/{name}"]
            checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 401, 403, 404, "5xx"]

            """
        }
    }
}
