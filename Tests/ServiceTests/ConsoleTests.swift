import EventStore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing
import TrackingLog

@testable import Service

@Suite("The console: a page for people with a token, and for nobody else")
struct ConsoleTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    /// Runs a test against a service with a console.
    private func serve(
        workers: Int = 0, _ change: (inout ServiceConfiguration) -> Void = { _ in },
        _ test: @Sendable (Client) async throws -> Void
    ) async throws {
        try await fixture.serve(
            workers: workers,
            {
                $0.publicURL = nil
                $0.console = true
                change(&$0)
            }, test)
    }

    // MARK: - Signing in

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
        try await serve { client in
            let first = try await client.send(.get, "/console")
            #expect(first.status == .ok && first.text.contains("name=\"token\"") && first.headers[.setCookie] == nil)

            let signedIn = try await client.form("/console/sign-in", ["token": " \(token)\n"])
            #expect(signedIn.status == .seeOther && signedIn.headers[.location] == "/console")
            let cookie = try #require(signedIn.headers[.setCookie])
            #expect(Self.attributes(cookie) == ["Path=/console", "HttpOnly", "SameSite=Strict"])

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

    private static func attributes(_ cookie: String) -> Set<String> {
        Set(cookie.split(separator: "; ").dropFirst().map(String.init))
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
        try await serve { client in
            let answer = try await client.form("/console/sign-in", ["token": token])
            #expect(answer.status == .forbidden && answer.headers[.setCookie] == nil)
            #expect(answer.text.contains("unknown, revoked or expired") && answer.text.contains("name=\"token\""))
        }
    }

    @Test("who fails too often is told to wait; a valid token still signs in")
    func limit() async throws {
        let token = try fixture.token(.export)
        try await serve { client in
            var codes: [Int] = []
            for _ in 0..<30 {
                codes.append(try await client.form("/console/sign-in", ["token": "pt_no"]).status.code)
            }
            #expect(codes.prefix(20).allSatisfy { $0 == 403 } && codes.last == 429)
            let answer = try await client.form("/console/sign-in", ["token": "pt_no"])
            #expect(answer.headers[.retryAfter] == "3" && answer.text.contains("Wait a few seconds"))
            for _ in 0..<30 { #expect(try await client.form("/console/sign-in", ["token": token]).status == .seeOther) }
        }
    }

    @Test("a revoked token ends its session: for forms at once, for the page within a second")
    func revokedMeanwhile() async throws {
        let token = try fixture.token(.admin)
        try await serve { client in
            let session = try await client.signIn(token)
            #expect(try TokenRegister(of: fixture.store).revoke(1, at: .now))
            for (path, fields) in Self.forms where path != "/console/sign-in" {
                let fields = fields.merging(["form": session.formKey]) { $1 }
                let answer = try await client.form(path, fields, session)
                #expect(answer.status == .seeOther && answer.headers[.location] == "/console", "\(path)")
            }
            #expect(try await client.page(session).text.contains("You are signed out"))
            #expect(try JobQueue(of: fixture.store).jobs(of: nil, maximum: 10, at: .now).isEmpty)
            #expect(try TokenRegister(of: fixture.store).all().count == 1)
        }
    }

    @Test("who revokes the token of the session is signed out by that")
    func ownToken() async throws {
        let token = try fixture.token(.admin)
        try await serve { client in
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
        try await serve { client in
            let session = try await client.signIn(token)
            for cookies in [
                "pushtrail_console=planted; \(session.cookie)", "a=b;\(session.cookie) ;pushtrail_console=",
            ] {
                let page = try await client.send(.get, "/console", headers: [.cookie: cookies])
                #expect(page.text.contains("Signed in as"), "\(cookies)")
            }
        }
    }

    @Test("a session ends an hour after its last use, and half a day after its beginning")
    func sessionEnds() throws {
        let clock = TestClock()
        let sessions = ConsoleSessions { clock.now }
        let digest = try #require(TokenSecret.random().digest)
        let idle = sessions.begin(digest)
        clock.advance(by: .seconds(1800))
        // A page that only follows its jobs does not keep anybody signed in.
        #expect(sessions.session(idle, isUsed: false)?.token == digest)
        clock.advance(by: .seconds(1801))
        #expect(sessions.session(idle, isUsed: true) == nil)
        let used = sessions.begin(digest)
        for _ in 0..<13 {
            #expect(sessions.session(used, isUsed: true) != nil)
            clock.advance(by: .seconds(3500))
        }
        #expect(sessions.session(used, isUsed: true) == nil)
    }

    @Test("a token has twenty sessions at most, and ends none of another token")
    func sessionsPerToken() throws {
        let clock = TestClock()
        let sessions = ConsoleSessions { clock.now }
        let (one, other) = (try #require(TokenSecret.random().digest), try #require(TokenSecret.random().digest))
        let first = sessions.begin(other)
        let names = (0...20).map { _ in
            clock.advance(by: .milliseconds(1))
            return sessions.begin(one)
        }
        #expect(sessions.session(names[0], isUsed: false) == nil)
        for name in names.dropFirst() + [first] { #expect(sessions.session(name, isUsed: false) != nil) }
    }

    // MARK: - Other sites

    @Test(
        "a form from another site does nothing",
        arguments: [
            ["Origin": "https://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
            ["Sec-Fetch-Site": "same-site"], ["Origin": "http://localhost:81", "Sec-Fetch-Site": "same-origin"],
        ])
    func foreignForms(headers: [String: String]) async throws {
        let token = try fixture.token(.admin)
        try await serve { client in
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
        try await serve { client in
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

    private static let forms: [(String, [String: String])] = [
        ("/console/sign-in", ["token": "x"]), ("/console/sign-out", [:]), ("/console/logs", [:]),
        ("/console/tokens", ["name": "evil", "scope-admin": "on"]), ("/console/tokens/1", [:]),
    ]

    @Test("behind a proxy the public URL is the console's origin, its path the console's, and its scheme the cookie's")
    func publicURL() async throws {
        let token = try fixture.token(.export)
        try await serve({ $0.publicURL = "https://Push.example.com:443/trail/" }) { client in
            let headers = ["Origin": "https://push.example.com", "Sec-Fetch-Site": "same-origin"]
            let answer = try await client.form("/console/sign-in", ["token": token], headers: headers)
            #expect(answer.status == .seeOther && answer.headers[.location] == "/trail/console")
            let cookie = try #require(answer.headers[.setCookie])
            #expect(Self.attributes(cookie) == ["Path=/trail/console", "Secure", "HttpOnly", "SameSite=Strict"])
            let page = try await client.page(try client.session(answer))
            #expect(page.text.contains("action=\"/trail/console/logs\"") && !page.text.contains("\"/console"))
        }
    }

    @Test("no site may show a page in a frame, keep it, or read it", arguments: ["/console", "/console/sign-in"])
    func headers(path: String) async throws {
        try await serve { client in
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

    // MARK: - Rights

    @Test("a token that may only record events does not sign in")
    func ingestOnly() async throws {
        let token = try fixture.token(.ingest)
        try await serve { client in
            let answer = try await client.form("/console/sign-in", ["token": token])
            #expect(answer.status == .forbidden && answer.headers[.setCookie] == nil)
            #expect(answer.text.contains("may only record events"))
        }
    }

    @Test("a bound token sees its own jobs, and neither events, nor tokens, nor jobs of others, also where it is admin")
    func bound() async throws {
        let admin = try fixture.token(.admin, name: "all apps")
        let bound = try fixture.token(.admin, apps: ["APP-1"], name: "one app")
        try await serve { client in
            let all = try await client.signIn(admin)
            #expect(try await client.form("/console/logs", ["form": all.formKey], all).status == .seeOther)
            let one = try await client.signIn(bound)
            let page = try await client.page(one).text
            #expect(page.contains("only app <bdi>APP-1</bdi>") && page.contains("No log was requested yet"))
            #expect(!page.contains("all apps") && !page.contains("id=\"events\"") && !page.contains("id=\"tokens\""))
            for path in ["/console/tokens", "/console/tokens/1"] {
                let fields = ["form": one.formKey, "name": "x", "scope-admin": "on"]
                #expect(try await client.form(path, fields, one).status == .forbidden)
            }
            #expect(try await client.form("/console/logs", ["form": one.formKey], one).status == .seeOther)
            let apps = try JobQueue(of: fixture.store).jobs(of: nil, maximum: 10, at: .now).map(\.apps)
            #expect(apps == [["APP-1"], nil])
            #expect(try await client.page(all).text.contains("<bdi>one app</bdi>"))
        }
    }

    // MARK: - Logs

    @Test("a log is requested, followed and downloaded; what is asked for wrongly is not done, and says why")
    func logs() async throws {
        let (writer, reader) = (try fixture.token(.ingest), try fixture.token(.export))
        try await serve(workers: 1) { client in
            _ = try await client.post(writer, line("T1") + line("T2"))
            let session = try await client.signIn(reader)
            for (date, words) in [("2020-01-01", "outside the window"), ("yesterday", "malformed")] {
                let answer = try await client.form(
                    "/console/logs", ["form": session.formKey, "date": date], session)
                #expect(
                    answer.status == .badRequest && answer.text.contains(words) && answer.text.contains("aria-invalid"))
            }
            #expect(try await client.form("/console/logs", ["form": session.formKey], session).status == .seeOther)
            var page = try await client.page(session).text
            while !page.contains("class=\"state-done\"") {
                #expect(page.contains("data-follow=\"/console?follow\"") && page.contains("1 log under way"))
                try await Task.sleep(for: .milliseconds(20))
                page = try await client.page(session).text
            }
            #expect(!page.contains("data-follow=\"") && page.contains("The latest log is done."))
            #expect(page.contains("<data value=\"2\">2</data>"))
            let link = try #require(page.firstMatch(of: /href="(\/downloads\/[0-9a-f]+\.zip)" download/))
            let log = try await client.send(.get, String(link.output.1))
            #expect(log.status == .ok && log.bytes.starts(with: Array("PK".utf8)))
        }
    }

    @Test("a page that follows its jobs gets the list alone, of its own session")
    func following() async throws {
        let token = try fixture.token(.admin)
        try await serve { client in
            let session = try await client.signIn(token)
            _ = try await client.form("/console/logs", ["form": session.formKey], session)
            let whole = try await client.page(session).text
            let part = try await client.send(.get, "/console?follow", headers: [.cookie: session.cookie]).text
            for id in ["progress", "jobs"] {
                let element = try Regex("<[a-z]+ id=\"\(id)\"[^>]*data-live(?s:.*?)</(p|div)>")
                let (ours, theirs) = (
                    part.firstMatch(of: element)?.output[0].substring,
                    whole.firstMatch(of: element)?.output[0].substring
                )
                #expect(ours != nil && ours == theirs, "\(id)")
            }
            #expect(part.contains("data-of=\"\(session.formKey)\"") && !part.contains("id=\"tokens\""))
        }
    }

    @Test("fifty logs are on a page, and the others on the pages after it")
    func pages() async throws {
        let (admin, other) = (try fixture.token(.admin), try fixture.token(.export))
        try await serve { client in
            for _ in 0..<60 { _ = try await client.request(other) }
            let id = try #require(JobID(try await client.request(admin)))
            let session = try await client.signIn(admin)
            let first = try await client.page(session).text
            #expect(first.contains("61 logs under way") && first.matches(of: /<th scope="row">14 days/).count == 50)
            #expect(!first.contains("Latest logs"))
            let older = try #require(first.firstMatch(of: /href="(\/console\?before=[0-9a-f]+)#logs">Older/)).output.1
            let second = try await client.send(.get, String(older), headers: [.cookie: session.cookie]).text
            #expect(second.matches(of: /<th scope="row">14 days/).count == 11)
            #expect(second.contains("Latest logs") && !second.contains("Older logs"))
            #expect(second.contains("data-follow=\"/console?follow&amp;before="))
            // A token sees no page of another's jobs.
            let own = try await client.signIn(other)
            let none = try await client.send(.get, "/console?before=\(id)", headers: [.cookie: own.cookie]).text
            #expect(!none.contains("<th scope=\"row\">14 days"))
        }
    }

    // MARK: - Events

    @Test("the picture and its table have the events of each of the last 14 days, and no others")
    func events() async throws {
        let (writer, reader) = (try fixture.token(.ingest), try fixture.token(.export))
        try await serve { client in
            let now = Timestamp.now
            let ages: [Int64] = [0, 0, 13, 14]
            let lines = ages.enumerated().map { line("T\($0)", secondsAgo: $1 * 86_400) }.joined()
            #expect(try await client.post(writer, lines).status == .ok)
            let page = try await client.page(try await client.signIn(reader)).text
            for (age, count) in [(0, 2), (5, 0), (13, 1)] {
                let day = now.day.adding(days: Int64(-age))
                #expect(page.contains("\(day)</time></th><td class=\"number\"><data value=\"\(count)\">"), "\(day)")
                #expect(page.contains("<title>\(day): \(count.counting("event"))</title>"), "\(day)")
            }
            #expect(!page.contains("\(now.day.adding(days: -14)):") && page.contains("3 events in the last 14 days"))
            #expect(page.contains("<dt>not yet sealed</dt><dd class=\"value\"><data value=\"4\">4</data>"))
        }
    }

    // MARK: - Tokens

    @Test("a token is created, shown once, works, and is revoked")
    func tokens() async throws {
        let admin = try fixture.token(.admin)
        try await serve { client in
            let session = try await client.signIn(admin)
            var fields = ["form": session.formKey, "name": "a+b & <c>", "scope-export": "on", "apps": " A, B ,"]
            fields["expires"] = Timestamp.now.day.description
            fields["once"] = "1"
            #expect(try await client.form("/console/tokens", fields, session).status == .seeOther)
            // A second click, or going back and sending it again.
            #expect(try await client.form("/console/tokens", fields, session).status == .seeOther)
            #expect(try TokenRegister(of: fixture.store).all().count == 2)
            let created = try await client.page(session).text
            #expect(created.contains("<bdi>a+b &amp; &lt;c&gt;</bdi>: copy the token now"))
            let secret = String(try #require(created.firstMatch(of: /pt_[0-9a-f]{64}/)).output)
            let token = try #require(try TokenRegister(of: fixture.store).all().last)
            #expect(token.name == "a+b & <c>" && token.scopes == [.export] && token.apps == ["A", "B"])
            #expect(token.expires == Timestamp.now.day.adding(days: 1).start)
            #expect(try await client.send(.get, "/v1/jobs", token: secret).status == .ok)
            #expect(try await client.page(session).text.contains(secret) == false)

            let path = "/console/tokens/\(token.number)"
            #expect(try await client.form(path, ["form": session.formKey], session).status == .seeOther)
            #expect(try TokenRegister(of: fixture.store).all().last?.revoked != nil)
            let again = try await client.form(path, ["form": session.formKey], session)
            #expect(again.status == .notFound && again.text.contains("no such token, or it was revoked"))
        }
    }

    @Test(
        "a token is not created from a form that lacks something",
        arguments: [
            (["scope-export": "on"], "the name must have"), (["name": "x"], "a token must allow something"),
            (["name": "x", "scope-export": "off"], "a token must allow something"),
            (["name": "x\0", "scope-export": "on"], "no invisible characters"),
            (["name": String(repeating: "é", count: 101), "scope-export": "on"], "1 to 200 bytes"),
            (["name": "x", "scope-export": "on", "expires": "2020-01-01"], "has passed"),
            (["name": "x", "scope-export": "on", "expires": "tomorrow"], "malformed"),
        ])
    func faultyTokens(fields: [String: String], words: String) async throws {
        let admin = try fixture.token(.admin)
        try await serve { client in
            let session = try await client.signIn(admin)
            let fields = fields.merging(["form": session.formKey]) { $1 }
            let answer = try await client.form("/console/tokens", fields, session)
            #expect(answer.status == .badRequest && answer.text.contains(words))
            // What was filled in is still there, to be mended.
            if fields["name"] == "x" { #expect(answer.text.contains("autocomplete=\"off\" value=\"x\"")) }
            if fields["scope-export"] == "on" { #expect(answer.text.contains("name=\"scope-export\" checked")) }
            #expect(answer.text.contains("class=\"fault\""))
            #expect(try TokenRegister(of: fixture.store).all().count == 1)
        }
    }

    @Test("a form that is too long, or none, is refused with a page; nobody is locked out by it")
    func strangeBodies() async throws {
        try await serve { client in
            let long = try await client.form("/console/sign-in", ["token": String(repeating: "x", count: 20_000)])
            #expect(long.status == .contentTooLarge && long.text.contains("longer than 16 KiB"))
            for body in ["token=a&token=b", "a[b]=c", String(repeating: "a[", count: 5000) + "=1"] {
                let answer = try await client.send(.post, "/console/sign-in", body: Array(body.utf8))
                #expect(answer.status == .badRequest && answer.text.contains("cannot be read"), "\(body.prefix(20))")
            }
        }
    }

    @Test("who opens the address of a form gets to the console", arguments: Route.allCases.filter(\.rule.isForBrowsers))
    func addressOfForm(route: Route) async throws {
        try await serve { client in
            let answer = try await client.send(.get, route.rawValue.replacing("{number}", with: "1"))
            #expect(route == .console ? answer.status == .ok : answer.headers[.location] == "/console")
        }
    }
}

// MARK: - A browser

/// A session as its browser knows it.
private struct Session: Sendable {
    var cookie: String
    var formKey = ""
}

extension Client {
    /// Sends a form, as a page of the service does.
    fileprivate func form(
        _ path: String, _ fields: [String: String], _ session: Session? = nil, headers: [String: String] = [:]
    ) async throws -> TestResponse {
        var all: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if let session { all[.cookie] = session.cookie }
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { throw CancellationError() }
            all[name] = value
        }
        let body = fields.map { "\(Self.encoded($0))=\(Self.encoded($1))" }.joined(separator: "&")
        return try await send(.post, path, headers: all, body: Array(body.utf8))
    }

    /// A text as browsers send it: `application/x-www-form-urlencoded`.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            if byte == UInt8(ascii: " ") { return "+" }
            if byte.isLetter || byte.isDigit { return String(UnicodeScalar(byte)) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    fileprivate func page(_ session: Session) async throws -> TestResponse {
        try await send(.get, "/console", headers: [.cookie: session.cookie])
    }

    fileprivate func session(_ answer: TestResponse) throws -> Session {
        guard let cookie = answer.headers[.setCookie]?.prefix(while: { $0 != ";" }) else { throw CancellationError() }
        return Session(cookie: String(cookie))
    }

    fileprivate func signIn(_ token: String) async throws -> Session {
        var session = try session(try await form("/console/sign-in", ["token": token]))
        let page = try await page(session).text
        guard let key = page.firstMatch(of: /name="form" value="([0-9a-f]+)"/) else { throw CancellationError() }
        session.formKey = String(key.output.1)
        return session
    }
}

/// A clock that tests move.
private final class TestClock: Sendable {
    private let time = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { time.withLock { $0 } }

    func advance(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
}
