import EventStore
import HummingbirdTesting
import Synchronization
import Testing

@testable import Service

@Suite("Uploads: a body without bytes to read makes no other wait")
struct UploadTests {
    /// The order in which uploads got their places.
    private final class Order: Sendable {
        private let names = Mutex<[String]>([])
        var all: [String] { names.withLock { $0 } }
        func add(_ name: String) { names.withLock { $0.append(name) } }
    }

    @Test("a lent place goes to another body that needs it, and the lender waits for the next")
    func lending() async throws {
        let places = UploadPlaces(count: 2)
        let stalled = (0..<2).map { _ in places.begin(token: 1) }
        for upload in stalled {
            try await places.take(upload)
            places.lend(upload)
        }
        let honest = places.begin(token: 2)
        try await places.take(honest)
        let order = Order()
        try await places.take(stalled[1])
        let waiting = Task {
            try await places.take(stalled[0])
            order.add("stalled")
        }
        while places.waitingCount < 1 { await Task.yield() }
        #expect(order.all.isEmpty)
        places.end(honest)
        try await waiting.value
        for upload in stalled { places.end(upload) }
        #expect(places.freeCount == 2)
    }

    @Test("a free place goes to the token with the fewest places, and among its bodies to the first")
    func fairness() async throws {
        let places = UploadPlaces(count: 3)
        let held = (0..<3).map { _ in places.begin(token: 1) }
        for upload in held { try await places.take(upload) }
        let order = Order()
        let waiting = [(1, "1a"), (1, "1b"), (2, "2a"), (2, "2b"), (3, "3a")]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, (token, name)) in waiting.enumerated() {
                group.addTask {
                    let upload = places.begin(token: Int64(token))
                    try await places.take(upload)
                    order.add(name)
                    // Kept until all had theirs.
                    while order.all.count < 2 { await Task.yield() }
                    places.end(upload)
                }
                while places.waitingCount < index + 1 { await Task.yield() }
            }
            for (index, upload) in held.enumerated() {
                places.end(upload)
                while order.all.count < index + 1 { await Task.yield() }
            }
            try await group.waitForAll()
        }
        #expect(order.all.prefix(2) == ["2a", "3a"] && order.all.count == 5)
        #expect(places.freeCount == 3)
    }

    @Test("a body that is cancelled while it waits takes no place")
    func cancelled() async throws {
        let places = UploadPlaces(count: 1)
        let first = places.begin(token: 1)
        try await places.take(first)
        let waiting = Task { try await places.take(places.begin(token: 2)) }
        while places.waitingCount < 1 { await Task.yield() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        places.end(first)
        #expect(places.freeCount == 1 && places.waitingCount == 0)
    }

    @Test("a token has a semaphore of its own, which is forgotten after its last use")
    func tokenSemaphores() async throws {
        let semaphores = TokenSemaphores(count: 1)
        try await semaphores.wait(1)
        try await semaphores.wait(2)
        let waiting = Task { try await semaphores.wait(1) }
        semaphores.signal(1)
        try await waiting.value
        semaphores.signal(1)
        semaphores.signal(2)
        #expect(semaphores.tokenCount == 0)
    }

    @Test("stalled uploads, as many as are read at once, do not block another token's")
    func stalled() async throws {
        let fixture = try ServiceFixture()
        let (one, other) = (try fixture.token(.ingest, name: "one"), try fixture.token(.ingest, name: "other"))
        try await fixture.service(workers: 0).application().test(.live) { client in
            let port = try #require(client.port)
            var stalled: [RawConnection] = []
            for number in 0..<(2 * EventRoutes.maximumUploads) {
                let connection = try RawConnection(port: port)
                connection.say(
                    "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(one)\r\n"
                        + "Content-Length: 1000000\r\nExpect: 100-continue\r\n\r\n")
                #expect(await connection.hear(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
                // Some have a place for long bodies, and some wait for one.
                if number % 3 > 0 { connection.say(String(repeating: "\n", count: number % 3 * 200_000)) }
                stalled.append(connection)
            }
            for token in [other, one] {
                let honest = try RawConnection(port: port)
                honest.say(
                    "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n"
                        + "Content-Length: 4\r\nConnection: close\r\n\r\nbad\n")
                #expect(await honest.hear().hasPrefix("HTTP/1.1 200 "))
            }
        }
    }
}
