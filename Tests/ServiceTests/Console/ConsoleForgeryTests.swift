import EventStore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("The console: what other sites and broken forms can do, which is nothing")
struct ConsoleForgeryTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    @Test(
        "a form from another site does nothing",
        arguments: [
            ["Origin": "https://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
            ["Sec-Fetch-Site": "same-site"], ["Origin": "http://localhost:81", "Sec-Fetch-Site": "same-origin"],
        ])
    func foreignForms(headers: [String: String]) async throws {
        let token = try fixture.token(.admin)
        try await fixture.console { client in
            let session = try await client.signIn(token)
            for (path, fields) in Self.forms {
                var fields = fields
                fields["form"] = session.formKey
                let answer = try await client.form(path, fields, session, headers: headers)
                #expect(answer.status == .forbidden && answer.text.contains("another site"), "\(path)")
            }
            #expect(try TokenRegister(of: fixture.store).all().map(\.name) == ["test"])
            #expect(try JobQueue(of: fixture.store).jobs(of: nil, maximum: 10, at: .now).isEmpty)
            #expect(try await client.page(session).text.contains("Signed in"))
        }
    }

    @Test("a form without the session's key does nothing, wherever it stood", arguments: [nil, "", "0"])
    func forgedForms(key: String?) async throws {
        let token = try fixture.token(.admin)
        try await fixture.console { client in
            let session = try await client.signIn(token)
            let other = try await client.signIn(token)
            for (path, fields) in Self.forms where path != "/console/sign-in" {
                var fields = fields
                fields["form"] = key == "0" ? other.formKey : key
                let answer = try await client.form(path, fields, session)
                #expect(answer.status == .forbidden && answer.text.contains("of an earlier session"), "\(path)")
            }
            #expect(try TokenRegister(of: fixture.store).all().count == 1)
        }
    }

    static let forms: [(String, [String: String])] = [
        ("/console/sign-in", ["token": "x"]), ("/console/sign-out", [:]), ("/console/logs", [:]),
        ("/console/tokens", ["name": "evil", "scope-admin": "on"]), ("/console/tokens/1", [:]),
    ]

    @Test("behind a proxy the public URL is the console's origin, its path the console's, and its scheme the cookie's")
    func publicURL() async throws {
        let token = try fixture.token(.export)
        try await fixture.console({ $0.publicURL = "https://Push.example.com:443/trail/" }) { client in
            let headers = ["Origin": "https://push.example.com", "Sec-Fetch-Site": "same-origin"]
            let answer = try await client.form("/console/sign-in", ["token": token], headers: headers)
            #expect(answer.status == .seeOther && answer.headers[.location] == "/trail/console")
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.cookieAttributes == ["Path=/trail/console", "Secure", "HttpOnly", "SameSite=Strict"])
            let page = try await client.page(try client.session(answer))
            #expect(page.text.contains("action=\"/trail/console/logs\"") && !page.text.contains("\"/console"))
        }
    }

    @Test("no site may show a page in a frame, keep it, or read it", arguments: ["/console", "/console/sign-in"])
    func headers(path: String) async throws {
        try await fixture.console { client in
            let answer =
                path == "/console"
                ? try await client.send(.get, path) : try await client.form(path, ["token": "x"])
            let policy = try #require(answer.headers[.contentSecurityPolicy])
            for part in ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"] {
                #expect(policy.contains(part))
            }
            #expect(!policy.contains("unsafe"))
            #expect(answer.headers[.cacheControl] == "no-store" && answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(answer.headers[HTTPField.Name("X-Frame-Options")!] == "DENY")
        }
    }

    @Test("a form that is too long, or none, is refused with a page; nobody is locked out by it")
    func strangeBodies() async throws {
        try await fixture.console { client in
            let long = try await client.form("/console/sign-in", ["token": String(repeating: "x", count: 20_000)])
            #expect(long.status == .contentTooLarge && long.text.contains("longer than 16 KiB"))
            for body in ["token=a&token=b", "a[b]=c", String(repeating: "a[", count: 5000) + "=1"] {
                let answer = try await client.send(.post, "/console/sign-in", body: Array(body.utf8))
                #expect(answer.status == .badRequest && answer.text.contains("cannot be read"), "\(body.prefix(20))")
            }
        }
    }

    @Test(
        "a GET of a form's address is redirected to the console", arguments: Route.allCases.filter(\.rule.isForBrowsers)
    )
    func addressOfForm(route: Route) async throws {
        try await fixture.console { client in
            let answer = try await client.send(.get, route.rawValue.replacing("{number}", with: "1"))
            #expect(route == .console ? answer.status == .ok : answer.headers[.location] == "/console")
        }
    }
}
