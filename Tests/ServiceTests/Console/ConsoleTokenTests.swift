import EventStore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("The console: creating and revoking tokens")
struct ConsoleTokenTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    @Test("a token is created, shown once, works, and is revoked")
    func tokens() async throws {
        let admin = try fixture.token(.admin)
        try await fixture.console { client in
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

    /// The fields of a token's form.
    private static func fields(_ session: ConsoleSession, name: String) -> [String: String] {
        ["form": session.formKey, "once": "1", "name": name, "scope-export": "on"]
    }

    @Test("every new token is shown, also where several were created before the page was, and a HEAD takes none away")
    func severalTokens() async throws {
        let admin = try fixture.token(.admin)
        try await fixture.console { client in
            let session = try await client.signIn(admin)
            // As from two tabs, or by going back and changing the name.
            for name in ["first", "second"] {
                _ = try await client.form("/console/tokens", Self.fields(session, name: name), session)
            }
            #expect(try TokenRegister(of: fixture.store).all().map(\.name) == ["test", "first", "second"])
            _ = try await client.send(.head, "/console", headers: [.cookie: session.cookie])
            let page = try await client.page(session).text
            #expect(page.contains("The new tokens") && page.matches(of: /pt_[0-9a-f]{64}/).count == 2)
            #expect(try await client.page(session).text.contains("pt_") == false)
        }
    }

    @Test("a token that could not be stored is created when its form is sent again")
    func lockedStore() async throws {
        let admin = try fixture.token(.admin)
        let other = try EventStore(path: fixture.store.path)
        try await fixture.console { client in
            let session = try await client.signIn(admin)
            let fields = Self.fields(session, name: "later")
            let hold = StoreHold(other, isLocked: true)
            let refused = try await client.form("/console/tokens", fields, session)
            await hold.end()
            #expect(refused.status == .serviceUnavailable && refused.text.contains("locked by another process"))
            #expect(try await client.form("/console/tokens", fields, session).status == .seeOther)
            #expect(try TokenRegister(of: fixture.store).all().map(\.name) == ["test", "later"])
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
        try await fixture.console { client in
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
}
