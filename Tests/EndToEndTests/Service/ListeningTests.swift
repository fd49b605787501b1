import Foundation
import Testing

extension ServicePeers {
    @Suite("Where a server listens, and how it ends", .hangGuard)
    struct ListeningTests {
        @Test(
            "on loopback alone, unless told otherwise",
            arguments: [
                ([], ["0100007F"]), (["--host", "127.0.0.1"], ["0100007F"]), (["--host", "0.0.0.0"], ["00000000"]),
            ])
        func addresses(options: [String], expected: [String]) async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 1)
            var serving = Serving()
            serving.options = options
            try await scratch.serving(serving) { server in
                let addresses = try listening(server.process)
                #expect(addresses == expected)
                let answer = try await server.curl("http://127.0.0.1:\(server.port)/healthz")
                #expect(answer.status == 200)
            }
        }

        /// The addresses of the TCP sockets that a process listens on, as Linux writes them.
        private func listening(_ process: Int32) throws -> [String] {
            let descriptors = "/proc/\(process)/fd"
            let sockets = Set(
                try FileManager.default.contentsOfDirectory(atPath: descriptors).compactMap {
                    try? FileManager.default.destinationOfSymbolicLink(atPath: "\(descriptors)/\($0)")
                })
            var addresses: [String] = []
            for table in ["tcp", "tcp6"] {
                let lines = try String(contentsOfFile: "/proc/net/\(table)", encoding: .utf8).split(separator: "\n")
                for line in lines.dropFirst() {
                    let fields = line.split(separator: " ").map(String.init)
                    guard fields[3] == "0A", sockets.contains("socket:[\(fields[9])]") else { continue }
                    addresses.append(String(fields[1].prefix { $0 != ":" }))
                }
            }
            return addresses
        }

        @Test("with a certificate it speaks TLS and nothing else", .enabled(if: Peer.isExpected(.openssl)))
        func tls() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let token = try await scratch.token()
            let made = try await scratch.run(
                "openssl",
                [
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem",
                ])
            try #require(made.exit == 0, "\(made.errors)")
            try await scratch.serving(Serving("--tls-cert", "cert.pem", "--tls-key", "key.pem")) { server in
                #expect(server.url.hasPrefix("https://"))
                let trusting = ["--cacert", "cert.pem"]
                let answer = try await server.curl(
                    "/json/1.3/getTrackingLog", body: #"{"request":{"auth":"\#(token)"}}"#, options: trusting)
                let id = try #require(answer.pushwoosh?.response?.requestID, "\(answer)")
                var link: String?
                for _ in 0..<60_000 where link == nil {
                    try await Task.sleep(for: .milliseconds(50))
                    link = try await server.curl(
                        "/json/1.3/getResults", body: #"{"request":{"auth":"\#(token)","request_id":"\#(id)"}}"#,
                        options: trusting
                    ).pushwoosh?.response?.fileName
                }
                #expect(link?.hasPrefix("https://127.0.0.1:") == true)
                #expect(try await server.curl(link ?? "", options: trusting).status == 200)
                // Unknown certificates are not trusted, plain HTTP is not served.
                #expect(try await server.curl("/healthz").status < 0)
                #expect(try await server.curl("http://127.0.0.1:\(server.port)/healthz").status < 0)
            }
        }

        @Test(
            "SIGTERM and SIGINT end it well: its jobs are finished or handed back, and worked at once by the next",
            .enabled(if: Peer.isExpected(.python3, .sqlite3)), arguments: [SIGTERM, SIGINT])
        func stopping(signal: Int32) async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 1000)
            let token = try await scratch.token()
            try scratch.write(try await scratch.exportedRows(), to: "rows.csv")
            var ids: [UInt8] = []
            let finished = try await scratch.serving(Serving("--workers", "2", ending: signal)) { server in
                ids = try await scratch.peer("request_logs", [server.url, token, "50"]).output
            }
            #expect(finished.exit == 0, "\(finished.errors)")
            let states = try await scratch.run("sqlite3", ["pushtrail.db", "SELECT DISTINCT state FROM job"])
            #expect(!states.text.contains("running") && !states.text.contains("failed"), "\(states.text)")
            #expect(try scratch.names().allSatisfy { !$0.contains(".tmp") })
            try await scratch.serving { server in
                let fetched = try await scratch.peer("fetch_logs", [server.url, token, "rows.csv"], input: ids)
                #expect(fetched.text == "50 logs, 50 links, 0 differ\n", "\(fetched.errors)")
            }
        }

        @Test("SIGHUP does not end it, and its log says so", .hangGuard)
        func hangup() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 1)
            let finished = try await scratch.serving { server in
                server.send(SIGHUP)
                while try !server.log.contains("SIGHUP is ignored") { try await Task.sleep(for: .milliseconds(20)) }
                #expect(try await server.curl("/healthz").status == 200)
            }
            #expect(finished.exit == 0, "\(finished.errors)")
        }

        @Test("an address that is taken, a store that is none and half a key pair are errors with a hint")
        func cannotRun() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 1)
            try await scratch.serving { server in
                let taken = try await scratch.pushtrail("serve", "--port", server.port)
                #expect(
                    taken.exit == 3 && taken.errors.contains(":\(server.port): the port is in use")
                        && taken.errors.contains("hint: "), "\(taken)")
            }
            let unknown = try await scratch.pushtrail("serve", "--host", "host.invalid", "--port", "0")
            #expect(unknown.exit == 3 && unknown.errors.contains("error: the host host.invalid cannot be resolved\n"))
            let half = try await scratch.pushtrail("serve", "--port", "0", "--tls-cert", "cert.pem")
            #expect(half.exit == 64, "\(half)")
        }
    }
}
