import EventStore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("The console: logs, events, and whose they are")
struct ConsoleLogTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    @Test("a token that may only record events does not sign in")
    func ingestOnly() async throws {
        let token = try fixture.token(.ingest)
        try await fixture.console { client in
            let answer = try await client.form("/console/sign-in", ["token": token])
            #expect(answer.status == .forbidden && answer.headers[.setCookie] == nil)
            #expect(answer.text.contains("may only record events"))
        }
    }

    @Test("a bound token sees its own jobs, and neither events, nor tokens, nor jobs of others, also where it is admin")
    func bound() async throws {
        let admin = try fixture.token(.admin, name: "all apps")
        let bound = try fixture.token(.admin, apps: ["APP-1"], name: "one app")
        try await fixture.console { client in
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

    @Test("a log is requested, followed and downloaded; what is asked for wrongly is not done, and says why")
    func logs() async throws {
        let (writer, reader) = (try fixture.token(.ingest), try fixture.token(.export))
        try await fixture.console(workers: 1) { client in
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
        try await fixture.console { client in
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
        try await fixture.console { client in
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

    @Test("the picture and its table have the events of each of the last 14 days, and no others")
    func events() async throws {
        let (writer, reader) = (try fixture.token(.ingest), try fixture.token(.export))
        try await fixture.console { client in
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
}
