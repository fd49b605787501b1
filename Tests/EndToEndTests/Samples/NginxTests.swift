import Foundation
import Testing

extension ServicePeers {
    @Suite(
        "samples/nginx runs as it is, in front of a service",
        .enabled(if: Peer.isExpected(.nginx, .openssl, .unzip), Peer.reason))
    struct NginxTests {
        /// Asks nginx for a path of push.example.com.
        private static func curl(_ scratch: Scratch, _ path: String, _ options: String...) async throws -> Finished {
            try await scratch.run(
                "curl",
                ["--silent", "--show-error", "--fail", "--cacert", "fullchain.pem", "--unix-socket", "socket"] + options
                    + ["https://push.example.com\(path)"])
        }

        @Test("events are posted, a log is requested and downloaded; its link stays out of the access log", .hangGuard)
        func requests() async throws {
            let scratch = try Scratch()
            try await scratch.simulate(messages: 100)
            try await scratch.pushtrail("store", "create")
            let token = try await scratch.token()
            let certificate = try await scratch.run(
                "openssl",
                [
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=push.example.com",
                    "-addext", "subjectAltName=DNS:push.example.com", "-keyout", "privkey.pem", "-out", "fullchain.pem",
                ])
            try #require(certificate.exit == 0, "\(certificate.errors)")

            try await scratch.serving(Serving("--public-url", "https://push.example.com")) { server in
                try await Self.withNginx(scratch, port: server.port) {
                    let posted = try await Self.curl(
                        scratch, "/v1/events", "--data-binary", "@events.ndjson", "--header",
                        "Authorization: Bearer \(token)")
                    #expect(posted.text.hasPrefix("{\"accepted\":"), "\(posted.text)\(posted.errors)")
                    let link = try await server.link(token, server.requestLog(token))
                    let path = String(link.dropFirst("https://push.example.com".count))
                    let download = try await Self.curl(scratch, path, "--output", "log.zip")
                    #expect(download.exit == 0, "\(download.errors)")
                    #expect(try await scratch.log(in: "log.zip") == scratch.exportedRows())
                    let accesses = String(decoding: try scratch.file("access.log"), as: UTF8.self)
                    #expect(accesses.contains("/v1/events") && !accesses.contains(path), "\(accesses)")
                    // These are the machine's own.
                    for own in ["/metrics", "/healthz", "/readyz", "/"] {
                        #expect(try await Self.curl(scratch, own).exit == 22, "\(own)")
                    }
                }
            }
        }

        /// Runs nginx with the sample for as long as `body` does. It listens on a socket of the scratch folder.
        private static func withNginx(_ scratch: Scratch, port: String, _ body: () async throws -> Void) async throws {
            let sample = try String(contentsOfFile: Place.samples + "/nginx/pushtrail.conf", encoding: .utf8)
                .replacing("127.0.0.1:8080", with: "127.0.0.1:\(port)")
                .replacing("listen 443 ssl", with: "listen unix:\(scratch.path)/socket ssl")
                .replacing("/etc/letsencrypt/live/push.example.com", with: scratch.path)
            let main = """
                \(getuid() == 0 ? "user root;" : "")
                pid \(scratch.path)/nginx.pid;
                error_log \(scratch.path)/error.log;
                events {}
                http {
                    access_log \(scratch.path)/access.log;
                    client_body_temp_path \(scratch.path)/body;
                    proxy_temp_path \(scratch.path)/proxy;
                    fastcgi_temp_path \(scratch.path)/fastcgi;
                    uwsgi_temp_path \(scratch.path)/uwsgi;
                    scgi_temp_path \(scratch.path)/scgi;
                    \(sample)
                }
                """
            try scratch.write(Array(main.utf8), to: "nginx.conf")
            let options = ["-e", scratch.path + "/error.log", "-p", scratch.path, "-c", scratch.path + "/nginx.conf"]
            let checked = try await scratch.run("nginx", options + ["-t"])
            try #require(checked.exit == 0, "\(checked.errors)")
            #expect(!checked.errors.contains("[warn]"), "\(checked.errors)")
            // It puts itself into the background once it listens.
            let started = try await scratch.run("nginx", options)
            try #require(started.exit == 0, "\(started.errors)")
            let result: Result<Void, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            let stopped = try await scratch.run("nginx", options + ["-s", "stop"])
            #expect(stopped.exit == 0, "\(stopped.errors)")
            try result.get()
        }
    }
}
