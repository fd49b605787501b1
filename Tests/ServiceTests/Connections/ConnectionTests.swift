import Connections
import EventStore
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Service

@Suite("Connections: none keeps others from being served")
struct ConnectionTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    private static let health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"

    /// Runs a test against the service through sockets.
    private func listen(
        _ change: (inout ServiceConfiguration) -> Void = { _ in }, _ test: @Sendable (Int) async throws -> Void
    ) async throws {
        try await fixture.service(workers: 0, change).application().test(.live) { client in
            try await test(try #require(client.port))
        }
    }

    @Test("several requests on one connection, one after the other and at once")
    func keepAlive() async throws {
        try await listen { port in
            let connection = try RawConnection(port: port)
            for _ in 0..<3 {
                connection.say(Self.health)
                #expect(await connection.hear(until: "ok\"}").hasPrefix("HTTP/1.1 200 OK\r\n"))
            }
            connection.say(Self.health + Self.health.replacing("\r\n\r\n", with: "\r\nConnection: close\r\n\r\n"))
            #expect(await connection.hear().split(separator: "HTTP/1.1 200").count == 2)
        }
    }

    @Test("a client that sends too long a body gets its response, however much it goes on to send")
    func tooLongAndLast() async throws {
        try await listen { port in
            let connection = try RawConnection(port: port)
            connection.say(
                "POST /json/1.3/getTrackingLog HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 209715200\r\n\r\n"
            )
            for _ in 0..<64 { connection.say(String(repeating: "x", count: 1 << 16)) }
            #expect(await connection.hear().contains("longer than 64 KiB"))
        }
    }

    @Test("beyond the maximum, the longest idle connection makes room")
    func eviction() async throws {
        try await listen({ $0.maxConnections = 4 }) { port in
            let idle = try (0..<3).map { _ in try RawConnection(port: port) }
            // A connection with a response is in the register, and the last to make room.
            for connection in idle + [idle[0]] {
                connection.say(Self.health)
                #expect(await connection.hear(until: "ok\"}").contains("200 OK"))
            }
            let others = try (0..<3).map { _ in try RawConnection(port: port) }
            for other in others {
                other.say(Self.health)
                #expect(await other.hear(until: "ok\"}").contains("200 OK"))
            }
            let closed = (await idle[1].isClosed(), await idle[2].isClosed())
            #expect(closed == (true, true))
        }
    }

    @Test("while all are busy, one more may ask for the monitoring routes, and gets 503 for the others")
    func full() async throws {
        let token = try fixture.token(.ingest)
        let service = try fixture.service(workers: 0) { $0.maxConnections = 2 }
        try await service.application().test(.live) { client in
            let port = try #require(client.port)
            // The client's own connection is there before the others. If it came between them, one that is not busy yet would
            // make room for it.
            #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
            // Posts of events now wait for the store.
            let hold = StoreHold(fixture.store)
            let event = line("T")
            var busy: [RawConnection] = []
            for count in 1...2 {
                let connection = try RawConnection(port: port)
                connection.say(
                    "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n"
                        + "Content-Length: \(event.utf8.count)\r\n\r\n\(event)")
                busy.append(connection)
                while service.connections.busyCount < count { await Task.yield() }
            }
            for (path, status) in [("/healthz", 200), ("/v1/jobs", 503), ("/metrics", 200), ("/metrics/", 503)] {
                let late = try RawConnection(port: port)
                late.say("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
                let answer = await late.hear()
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(path): \(answer)")
                #expect(answer.lowercased().contains("retry-after: 1") == (status == 503))
            }
            await hold.end()
        }
    }

    @Test("a thousand requests without their bodies block no other request")
    func bodiless() async throws {
        try await listen({ $0.maxConnections = 50 }) { port in
            var crowd: [RawConnection] = []
            for _ in 0..<10 {
                let more = try (0..<100).map { number in
                    let connection = try RawConnection(port: port)
                    let length = number % 2 == 0 ? "Content-Length: 60000" : "Transfer-Encoding: chunked"
                    let method = number % 3 == 0 ? "GET /healthz" : "POST /json/1.3/getResults"
                    connection.say("\(method) HTTP/1.1\r\nHost: x\r\n\(length)\r\nExpect: 100-continue\r\n\r\n")
                    return connection
                }
                // Connections come in on several threads. With its first line, or its end, one is in: it cannot come after an
                // honest one and take its place before that has asked.
                let heard = await RawConnection.hear(more, until: "\r\n")
                #expect(heard.contains { $0.hasPrefix("HTTP/1.1 100 ") })
                for number in stride(from: 0, to: 100, by: 5) { more[number].say("{") }
                crowd += more
                for path in ["/healthz", "/readyz", "/metrics", "/v1/openapi.json"] {
                    let honest = try RawConnection(port: port)
                    honest.say("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    #expect(await honest.hear().hasPrefix("HTTP/1.1 200 "), "\(path), beside \(crowd.count)")
                }
            }
        }
    }

    @Test("a head that trickles in is cut off after the idle time")
    func slowHead() async throws {
        try await listen({ $0.idleTimeout = 1 }) { port in
            let (slow, silent) = (try RawConnection(port: port), try RawConnection(port: port))
            slow.say("GET /")
            let trickle = Task {
                while !Task.isCancelled {
                    slow.say("x")
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            // It would go on forever.
            let closed = (await slow.isClosed(), await silent.isClosed())
            trickle.cancel()
            #expect(closed == (true, true))
        }
    }

    @Test("a body that does not come is 408, and closes the connection")
    func slowBody() async throws {
        let token = try fixture.token(.ingest)
        try await listen({ $0.requestTimeout = 1 }) { port in
            let connection = try RawConnection(port: port)
            connection.say(
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\nContent-Length: 99\r\n\r\n{")
            let answer = await connection.hear()
            #expect(answer.hasPrefix("HTTP/1.1 408 ") && answer.contains("close"))
        }
    }

    @Test("Expect: 100-continue gets 100, or 413 if the body is too long")
    func expectation() async throws {
        let token = try fixture.token(.ingest)
        try await listen { port in
            func head(_ length: Int) -> String {
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\nExpect: 100-continue\r\n"
                    + "Content-Length: \(length)\r\n\r\n"
            }
            let welcome = try RawConnection(port: port)
            welcome.say(head(4))
            #expect(await welcome.hear(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
            welcome.say("bad\n")
            #expect(await welcome.hear(until: "}]}").hasPrefix("HTTP/1.1 200 OK"))
            let unwelcome = try RawConnection(port: port)
            unwelcome.say(head(200 << 20))
            #expect(await unwelcome.hear().hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test("invalid HTTP or endless headers are 400, and close the connection")
    func nonsense() async throws {
        try await listen { port in
            let filler = String(repeating: "X-Filler: \(String(repeating: "x", count: 1000))\r\n", count: 80)
            for text in ["nonsense\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\(filler)\r\n"] {
                let connection = try RawConnection(port: port)
                connection.say(text)
                #expect(await connection.hear().hasPrefix("HTTP/1.1 400 "))
            }
        }
    }
}
