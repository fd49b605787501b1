import EventStore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("The console: signing in and out")
struct ConsoleSignInTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    @Test("without the setting there is no console", arguments: Route.allCases.filter(\.rule.isForBrowsers))
    func off(route: Route) async throws {
        try await fixture.serve(workers: 0) { client in
            for method in [HTTPRequest.Method.get, .post] {
                let path = route.rawValue.replacing("{number}", with: "1")
                let status = try await client.send(method, path).status
                #expect(status == .notFound, "\(method) \(path)")
            }
        }
    }

    @Test("signing in and out, with a cookie that no script sees and no other site sends")
    func session() async throws {
        let token = try fixture.token(.export, name: "nightly report")
        try await fixture.console { client in
            let first = try await client.send(.get, "/console")
            #expect(first.status == .ok && first.text.contains("name=\"token\"") && first.headers[.setCookie] == nil)

            let signedIn = try await client.form("/console/sign-in", ["token": " \(token)\n"])
            #expect(signedIn.status == .seeOther && signedIn.headers[.location] == "/console")
            let cookie = try #require(signedIn.headers[.setCookie])
            #expect(cookie.cookieAttributes == ["Path=/console", "HttpOnly", "SameSite=Strict"])

            let session = try await client.signIn(token)
            let page = try await client.page(session)
            #expect(page.text.contains("Signed in as <bdi>nightly report</bdi> (export)"))
            #expect(!page.text.contains(token))

            let signedOut = try await client.form("/console/sign-out", ["form": session.formKey], session)
            #expect(signedOut.headers[.setCookie]?.contains("Max-Age=0") == true)
            let after = try await client.page(session)
            #expect(after.text.contains("You are signed out") && !after.text.contains("nightly report"))
        }
    }

    @Test("a token that is no token, revoked or expired does not sign in", arguments: ["x", "", "revoked", "expired"])
    func refusedTokens(kind: String) async throws {
        var text = kind
        if kind == "expired" { text = try fixture.token(.admin, expires: .now.adding(seconds: -1)) }
        if kind == "revoked" {
            text = try fixture.token(.admin)
            #expect(try TokenRegister(of: fixture.store).revoke(1, at: .now))
        }
        let token = text
        try await fixture.console { client in
            let answer = try await client.form("/console/sign-in", ["token": token])
            #expect(answer.status == .forbidden && answer.headers[.setCookie] == nil)
            #expect(answer.text.contains("unknown, revoked or expired") && answer.text.contains("name=\"token\""))
        }
    }

    @Test("after too many failures an address has to wait; a valid token still signs in")
    func limit() async throws {
        let token = try fixture.token(.export)
        try await fixture.console { client in
            // At once: while a slow machine answers one after the other, the address would get its attempts back.
            try await withThrowingTaskGroup(of: TestResponse.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await client.form("/console/sign-in", ["token": "pt_no"]) }
                }
                var refused = 0
                for try await answer in group {
                    if answer.status == .forbidden { refused += 1 } else { #expect(answer.status.code == 429) }
                    guard answer.status.code == 429 else { continue }
                    #expect(answer.headers[.retryAfter] == "3" && answer.text.contains("Wait a few seconds"))
                }
                #expect(20..<100 ~= refused)
            }
            for _ in 0..<30 { #expect(try await client.form("/console/sign-in", ["token": token]).status == .seeOther) }
        }
    }

    @Test("a revoked token ends its session: for forms at once, for the page within a second")
    func revokedMeanwhile() async throws {
        let token = try fixture.token(.admin)
        try await fixture.console { client in
            let session = try await client.signIn(token)
            #expect(try TokenRegister(of: fixture.store).revoke(1, at: .now))
            for (path, fields) in ConsoleForgeryTests.forms where path != "/console/sign-in" {
                let fields = fields.merging(["form": session.formKey]) { $1 }
                let answer = try await client.form(path, fields, session)
                #expect(answer.status == .seeOther && answer.headers[.location] == "/console", "\(path)")
            }
            #expect(try await client.page(session).text.contains("You are signed out"))
            #expect(try JobQueue(of: fixture.store).jobs(of: nil, maximum: 10, at: .now).isEmpty)
            #expect(try TokenRegister(of: fixture.store).all().count == 1)
        }
    }

    @Test("revoking the session's own token signs out")
    func ownToken() async throws {
        let token = try fixture.token(.admin)
        try await fixture.console { client in
            let session = try await client.signIn(token)
            #expect(try await client.page(session).text.contains("<small>(yours)</small>"))
            let path = "/console/tokens/1"
            #expect(try await client.form(path, ["form": session.formKey], session).status == .seeOther)
            #expect(try await client.page(session).text.contains("You are signed out"))
        }
    }

    @Test("of several cookies of one name the one that is a session counts")
    func severalCookies() async throws {
        let token = try fixture.token(.export)
        try await fixture.console { client in
            let session = try await client.signIn(token)
            for cookies in [
                "pushtrail_console=planted; \(session.cookie)", "a=b;\(session.cookie) ;pushtrail_console=",
            ] {
                let page = try await client.send(.get, "/console", headers: [.cookie: cookies])
                #expect(page.text.contains("Signed in as"), "\(cookies)")
            }
        }
    }
}
