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

    /// Has a test talk to the service through sockets.
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

    @Test("a client that closes after a request whose body is too long has its answer, however much it goes on to send")
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

    @Test("beyond the most, the connection that was idle longest makes room")
    func eviction() async throws {
        try await listen({ $0.maxConnections = 4 }) { port in
            let idle = try (0..<3).map { _ in try RawConnection(port: port) }
            try await Task.sleep(for: .milliseconds(200))
            idle[0].say(Self.health)
            #expect(await idle[0].hear(until: "ok\"}").contains("200 OK"))
            let others = try (0..<3).map { _ in try RawConnection(port: port) }
            for other in others {
                other.say(Self.health)
                #expect(await other.hear(until: "ok\"}").contains("200 OK"))
            }
            let closed = (await idle[1].isClosed(), await idle[2].isClosed())
            #expect(closed == (true, true))
        }
    }

    @Test("where all are busy, a new one is told to come again")
    func full() async throws {
        let token = try fixture.token(.ingest)
        try await listen({ $0.maxConnections = 2 }) { port in
            let head =
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\nContent-Length: 9\r\n"
                + "Expect: 100-continue\r\n\r\n"
            var busy: [RawConnection] = []
            for _ in 0..<2 {
                let connection = try RawConnection(port: port)
                busy.append(connection)
                connection.say(head)
                #expect(await connection.hear(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
            }
            let late = try RawConnection(port: port)
            let answer = await late.hear()
            #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.lowercased().contains("retry-after: 1"))
            for connection in busy {
                connection.say("nonsense\n")
                #expect(await connection.hear(until: "}]}").contains("200 OK"))
            }
        }
    }

    @Test("a head that trickles in is waited for so long, and no longer")
    func slowHead() async throws {
        try await listen({ $0.idleTimeout = 1 }) { port in
            let (slow, silent) = (try RawConnection(port: port), try RawConnection(port: port))
            let start = ContinuousClock.now
            for part in ["GET ", "/healthz ", "HTTP/1.1\r\n", "Host: x\r\n"] {
                slow.say(part)
                try await Task.sleep(for: .milliseconds(200))
            }
            let closed = (await slow.isClosed(), await silent.isClosed())
            #expect(closed == (true, true))
            #expect(ContinuousClock.now - start < .seconds(20))
        }
    }

    @Test("a body that does not come is 408, and the end of the connection")
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

    @Test("who asks before sending is told to go on, or that the body is too long")
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

    @Test("what is no HTTP, or has endless headers, is 400 and the end of the connection")
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
