import EventStore
import HTTPTypes
import HummingbirdTesting
import Synchronization
import Testing
import TrackingLog

@testable import Service

@Suite("Tokens: every invalid kind is refused, on every route")
struct TokenTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    private static let denied =
        #"{"status_code":210,"status_message":"Access denied or application not found","response":{"Messages":[]}}"#
    private static let forbidden =
        #"{"status_code":403,"status_message":"Token restrictions forbid this operation","response":null}"#

    /// Tokens of every invalid kind, and one without the scope.
    private func wrongTokens(for scope: TokenScope) throws -> (unknown: [String], forbidden: [String]) {
        let revoked = try fixture.token(.admin, name: "revoked")
        let register = TokenRegister(of: fixture.store)
        for token in try register.all() where token.name == "revoked" {
            _ = try register.revoke(token.number, at: .now)
        }
        let expired = try fixture.token(.admin, expires: Timestamp.now.adding(seconds: -1))
        let other = try fixture.token(scope == .ingest ? .export : .ingest)
        let good = try fixture.token(scope)
        return (
            ["x", "pt_", TokenSecret.random().text, revoked, expired, good + "0", String(good.dropLast())], [other]
        )
    }

    @Test("Pushwoosh's API says so in the body", arguments: ["getTrackingLog", "getResults"])
    func pushwoosh(method: String) async throws {
        let tokens = try wrongTokens(for: .export)
        try await fixture.serve(workers: 0) { client in
            for token in tokens.unknown + [""] {
                let answer = try await client.call(method, #"{"request":{"auth":"\#(token)"}}"#)
                #expect(answer.status == .ok && answer.text == Self.denied)
            }
            for token in tokens.forbidden {
                let answer = try await client.call(method, #"{"request":{"auth":"\#(token)"}}"#)
                #expect(answer.status == .ok && answer.text == Self.forbidden)
            }
        }
    }

    @Test(
        "our own API says so by HTTP status, with a problem and a challenge",
        arguments: [
            ("POST", "/v1/events"), ("GET", "/v1/jobs"), ("GET", "/v1/jobs/00000000000000000000000000000000"),
        ])
    func ours(method: String, path: String) async throws {
        let tokens = try wrongTokens(for: path == "/v1/events" ? .ingest : .export)
        let method = try #require(HTTPRequest.Method(rawValue: method))
        try await fixture.serve(workers: 0) { client in
            for token in tokens.unknown + [nil] {
                let answer = try await client.send(method, path, token: token)
                #expect(answer.status == .unauthorized)
                #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
                #expect(answer.headers[.contentType] == "application/problem+json")
                #expect(try answer.json["status"] as? Int == 401)
            }
            for token in tokens.forbidden {
                let answer = try await client.send(method, path, token: token)
                #expect(answer.status == .forbidden)
                #expect(try answer.json["status"] as? Int == 403)
            }
        }
    }

    @Test("admin allows everything")
    func admin() async throws {
        let token = try fixture.token(.admin)
        try await fixture.serve(workers: 0) { client in
            let posted = try await client.post(token, line("T"))
            #expect(posted.status == .ok)
            #expect(try await client.send(.get, "/v1/jobs", token: token).status == .ok)
            #expect(try await client.results(token, try await client.request(token)).text.contains("420"))
        }
    }

    @Test("a revocation takes effect within a second, even for a remembered token")
    func revocation() async throws {
        let secret = TokenSecret(text: try fixture.token(.export))
        let register = TokenRegister(of: fixture.store)
        let threads = StoreThreads()
        let now = Mutex(ContinuousClock.now)
        let check = TokenCheck(of: fixture.store, threads: threads) { now.withLock { $0 } }
        let number = try await check.token(secret, for: .export).number
        #expect(try register.revoke(number, at: .now))
        #expect(try !register.revoke(number, at: .now))
        #expect(try await check.token(secret, for: .export).number == number)
        now.withLock { $0 += .seconds(1) }
        await #expect(throws: TokenCheck.Refusal.unknown) { try await check.token(secret, for: .export) }
        try await threads.stop()
    }

    @Test("the last use of a token is stored from time to time, not at every use")
    func lastUse() async throws {
        let secret = TokenSecret(text: try fixture.token(.export))
        let register = TokenRegister(of: fixture.store)
        let threads = StoreThreads()
        let check = TokenCheck(of: fixture.store, threads: threads)
        _ = try await check.token(secret, for: .export)
        #expect(try register.all().first?.used == nil)
        try await check.writeUses()
        #expect(try register.all().first?.used != nil)
        try await threads.stop()
    }

    @Test("the last use of a token is stored when the service stops")
    func lastUseAtTheEnd() async throws {
        let token = try fixture.token(.export)
        try await fixture.serve(workers: 0) { client in
            let page = try await client.send(.get, "/v1/jobs", token: token)
            #expect(page.status == .ok)
        }
        #expect(try TokenRegister(of: fixture.store).all().first?.used != nil)
    }

    @Test("a bound token gets the rows of its apps, and no others")
    func bound() async throws {
        let (writer, one, two) = (
            try fixture.token(.ingest), try fixture.token(.export, apps: ["A"]),
            try fixture.token(.export, apps: ["A", "C"])
        )
        try await fixture.serve { client in
            let lines = line("a", app: "A") + line("b", app: "B") + line("c", app: "C") + line("a", "sent", app: nil)
            #expect(try await client.post(writer, lines).json["accepted"] as? Int == 4)
            #expect(try await client.rows(of: one).map { $0[1] } == ["a", "a"])
            #expect(Set(try await client.rows(of: two).map { $0[1] }) == ["a", "c"])
            let page = try await client.send(.get, "/v1/jobs", token: two).json
            #expect((page["jobs"] as? [[String: Any]])?.first?["apps"] as? [String] == ["A", "C"])
        }
    }
}
