import Alerts
import Diagnosis
import Foundation
import Synchronization
import Testing
import TrackingLog
import WebClient

@Suite("A notice is posted")
struct WebhookTests {
    private let notice = Notice(
        title: "The rule ios:delivery<0.9 is broken", lines: ["<!channel> & “größe”"], severity: .serious,
        scope: "platform ios", owner: "push team", time: Timestamp(secondsSince1970: 1_795_132_800))

    /// Posts the notice, and notes how long is waited between tries.
    private func post(
        to url: String, format: WebhookFormat? = nil, _ change: (inout Webhook) -> Void = { _ in }
    ) throws -> (failure: String?, pauses: [Int]) {
        let pauses = Mutex<[Int]>([])
        let box = Box(pauses: pauses)
        var webhook = Webhook(try WebAddress(url), format: format)
        webhook.pause = { seconds in box.pauses.withLock { $0.append(seconds) } }
        change(&webhook)
        do throws(Webhook.Failure) {
            try webhook.post(notice)
            return (nil, box.pauses.withLock { $0 })
        } catch {
            return ("\(error)", box.pauses.withLock { $0 })
        }
    }

    private final class Box: Sendable {
        let pauses: Mutex<[Int]>
        init(pauses: consuming Mutex<[Int]>) { self.pauses = pauses }
    }

    @Test("as an object of ours")
    func json() throws {
        let receiver = try Receiver()
        let found = try post(to: "http://127.0.0.1:\(receiver.port)/ok/secret?key=1")
        let requests = try receiver.end()
        #expect(found.failure == nil && found.pauses == [])
        try #require(requests.count == 1)
        #expect(requests[0].path == "/ok/secret?key=1")
        #expect(requests[0].headers["Content-Type"] == "application/json; charset=utf-8")
        #expect(requests[0].headers["Host"] == "127.0.0.1:\(receiver.port)")
        #expect(
            requests[0].body
                == #"{"lines":["<!channel> & “größe”"],"owner":"push team","schema":"pushtrail.notice/1","scope":"platform ios","#
                + #""severity":"serious","stage":"began","time":"2026-11-20T00:00:00Z","title":"The rule ios:delivery<0.9 is broken"}"#
        )
    }

    @Test("as Slack takes it, with nothing of it as markup")
    func slack() throws {
        #expect(try WebhookFormat(for: WebAddress("https://hooks.slack.com/services/T0/B0/x")) == .slack)
        #expect(try WebhookFormat(for: WebAddress("https://hooks.slack.com.example.com/")) == .json)
        let receiver = try Receiver()
        #expect(try post(to: "http://127.0.0.1:\(receiver.port)/ok", format: .slack).failure == nil)
        let body = try #require(try receiver.end().first).body
        let message = try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
        let text = try #require(message["text"] as? String)
        #expect(
            text.hasPrefix("The rule ios:delivery&lt;0.9 is broken\n")
                && text.contains("&lt;!channel&gt; &amp; “größe”"))
        let blocks = try #require(message["blocks"] as? [[String: Any]])
        #expect(blocks.compactMap { $0["type"] as? String } == ["header", "section"])
        #expect(blocks.allSatisfy { ($0["text"] as? [String: Any])?["type"] as? String == "plain_text" })
    }

    @Test("within Slack's limits, however long it is")
    func longNotice() throws {
        var long = notice
        long.title = String(repeating: "<", count: 400)
        long.lines = (0..<4_000).map { "\($0) " + String(repeating: "🚀&", count: $0 % 900) }
        let body = try WebhookFormat.slack.body(of: long)
        let message = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        let blocks = try #require(message["blocks"] as? [[String: Any]])
        let texts = blocks.compactMap { ($0["text"] as? [String: Any])?["text"] as? String }
        #expect(blocks.count <= 50 && texts.count == blocks.count)
        #expect(texts[0].utf16.count <= 150 && texts.dropFirst().allSatisfy { $0.utf16.count <= 3_000 })
        #expect((message["text"] as? String)?.utf16.count ?? .max <= 4_000)
        #expect(texts.last?.contains(" more") ?? false)
    }

    @Test("again after an error of the server, later each time", arguments: [500, 502, 503, 429])
    func flaky(status: Int) throws {
        let receiver = try Receiver()
        let found = try post(to: "http://127.0.0.1:\(receiver.port)/flaky/\(status)/2")
        #expect(found.failure == nil && found.pauses == [1, 2])
        #expect(try receiver.end().count == 3)
    }

    @Test("three times at most")
    func failing() throws {
        let receiver = try Receiver()
        let found = try post(to: "http://127.0.0.1:\(receiver.port)/status/503/T0/secret")
        #expect(found.pauses == [1, 2])
        #expect(
            found.failure
                == "the notice was not delivered to http://127.0.0.1:\(receiver.port): it answered 503 (no_service), 3 times"
        )
        #expect(try receiver.end().count == 3)
    }

    @Test("once, where it is not taken for good", arguments: [400, 404, 410, 301, 302, 303])
    func refused(status: Int) throws {
        let receiver = try Receiver()
        let found = try post(to: "http://127.0.0.1:\(receiver.port)/status/\(status)/secret")
        #expect(found.pauses == [] && found.failure?.contains("\(status)") ?? false)
        #expect(!(found.failure?.contains("secret") ?? true))
        #expect(try receiver.end().count == 1)
    }

    @Test(
        "after as long as the server asks for, if that is not too long",
        arguments: [(7, true), (31, false), (86_400, false)])
    func limited(seconds: Int, isTaken: Bool) throws {
        let receiver = try Receiver()
        let found = try post(to: "http://127.0.0.1:\(receiver.port)/limited/\(seconds)")
        #expect((found.failure == nil) == isTaken)
        #expect(found.pauses == (isTaken ? [seconds] : []))
        #expect(try receiver.end().count == (isTaken ? 2 : 1))
    }

    @Test("where one redirect leads that keeps it a POST", arguments: [307, 308])
    func redirect(status: Int) throws {
        let receiver = try Receiver()
        #expect(try post(to: "http://127.0.0.1:\(receiver.port)/redirect/\(status)/ok").failure == nil)
        let twice = try post(to: "http://127.0.0.1:\(receiver.port)/redirect/\(status)/redirect/\(status)/ok")
        #expect(twice.failure?.contains("not followed") ?? false)
        let other = try post(to: "http://127.0.0.1:\(receiver.port)/redirect/302/ok")
        #expect(other.failure?.contains("302") ?? false)
        let requests = try receiver.end()
        #expect(requests.count == 5 && requests[1].path == "/ok" && requests[1].body == requests[0].body)
    }

    @Test("and not from https to http, nor the other way")
    func otherScheme() throws {
        let secure = try Receiver(certifiedFor: "IP:127.0.0.1")
        let plain = try Receiver()
        let down = try post(to: "https://127.0.0.1:\(secure.port)/elsewhere/http/127.0.0.1:\(plain.port)/ok") {
            $0.trust = .file(secure.certificate)
        }
        #expect(down.failure?.contains("another scheme") ?? false)
        let up = try post(to: "http://127.0.0.1:\(plain.port)/elsewhere/https/127.0.0.1:\(secure.port)/ok") {
            $0.trust = .file(secure.certificate)
        }
        #expect(up.failure?.contains("another scheme") ?? false)
        #expect(try secure.end().count == 1)
        #expect(try plain.end().count == 1)
    }

    @Test("to a server that the system, and no other, vouches for")
    func certificates() throws {
        let receiver = try Receiver(certifiedFor: "IP:127.0.0.1")
        let url = "https://127.0.0.1:\(receiver.port)/ok/secret"
        #expect(try post(to: url) { $0.trust = .file(receiver.certificate) }.failure == nil)
        let unknown = try post(to: url)
        #expect(unknown.failure?.hasSuffix("no encrypted connection: its certificate is not trusted") ?? false)
        #expect(unknown.pauses == [])
        #expect(try receiver.end().count == 1)
        let other = try Receiver(certifiedFor: "DNS:hooks.example.com")
        let wrong = try post(to: "https://127.0.0.1:\(other.port)/ok") { $0.trust = .file(other.certificate) }
        #expect(wrong.failure?.hasSuffix("its certificate is for another name") ?? false)
        #expect(try other.end().count == 0)
        let plain = try Receiver()
        let noTLS = try post(to: "https://127.0.0.1:\(plain.port)/ok")
        #expect(noTLS.failure?.contains("no encrypted connection") ?? false)
        #expect(try plain.end().count == 0)
    }

    @Test("once to a server that never answers, or not in HTTP", arguments: ["hang", "close", "garbage", "endless"])
    func silent(kind: String) throws {
        let receiver = try Receiver()
        let found = try post(to: "http://127.0.0.1:\(receiver.port)/\(kind)") {
            if kind == "hang" { $0.timeout = 3_000 }
        }
        #expect(found.failure != nil && found.pauses == [])
        #expect(try receiver.end().count == 1)
    }

    @Test("to a server whose answer has no end")
    func huge() throws {
        let receiver = try Receiver()
        #expect(try post(to: "http://127.0.0.1:\(receiver.port)/huge").failure == nil)
        #expect(try receiver.end().count == 1)
    }

    @Test("three times to a port where nobody listens")
    func gone() throws {
        let receiver = try Receiver()
        #expect(try receiver.end().isEmpty)
        let found = try post(to: "http://127.0.0.1:\(receiver.port)/ok/secret")
        #expect(found.pauses == [1, 2])
        #expect(
            found.failure
                == "the notice was not delivered to http://127.0.0.1:\(receiver.port): no connection: Connection refused, 3 times"
        )
    }

    @Test("to no host that does not exist, and says which")
    func noHost() throws {
        let found = try post(to: "http://nobody.invalid/secret")
        #expect(found.failure?.contains("nobody.invalid") ?? false)
        #expect(!(found.failure?.contains("secret") ?? true))
    }
}

@Suite("The address of a webhook")
struct WebAddressTests {
    @Test(
        "shows scheme, host and port, and no more",
        arguments: [
            ("https://hooks.slack.com/services/T0/B0/secret", "https://hooks.slack.com"),
            ("HTTP://localhost:8080?key=secret", "http://localhost:8080"),
            ("http://[::1]:9/secret#x", "http://[::1]:9"),
            ("https://example.com:443/secret", "https://example.com"), ("https://example.com:/", "https://example.com"),
        ])
    func description(_ text: String, _ shown: String) throws {
        #expect(try WebAddress(text).description == shown)
    }

    @Test(
        "is none without http or https, a host and a port that exists; no error repeats it",
        arguments: [
            "", "secret", "ftp://example.com/secret", "https://", "https:///secret", "http://example.com:0/secret",
            "http://example.com:65536/secret", "http://example.com:x/secret", "http://user:secret@example.com/",
            "http://example.com/se cret", "http://example.com/secret\r\nX: y", "http://[::1/secret",
            "http://ex\u{E4}mple/secret",
        ])
    func none(_ text: String) {
        do throws(WebAddress.Fault) {
            _ = try WebAddress(text)
            Issue.record("an address: \(text)")
        } catch {
            #expect(!"\(error)".contains("secret") || text == "secret")
        }
    }
}
