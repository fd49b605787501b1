import Alerts
import Diagnosis
import Foundation
import Testing
import TrackingLog

@Suite("A message of mail")
struct MailTests {
    private struct Read: Decodable {
        var from: String
        var to: [String]
        var subject: String
        var date: String
        var id: String
        var type: String
        var charset: String
        var headers: [String]
        var defects: [String]
        var body: String
    }

    private func read(_ notices: [Notice], at seconds: Int64 = 1_795_179_661) throws -> (text: String, found: Read) {
        let message = MailMessage(
            notices, from: try #require(MailAddress("pushtrail@example.com")),
            to: try ["push-team@example.com", "o'neil+cron@mail.example.org"].map { try #require(MailAddress($0)) },
            at: Timestamp(secondsSince1970: seconds))
        return (
            message.text, try JSONDecoder().decode(Read.self, from: try Peer.run("read_mail.py", input: message.text))
        )
    }

    private func notice(_ title: String, _ lines: [String] = []) -> Notice {
        Notice(
            title: title, lines: lines, severity: .serious, scope: "platform ios", time: Timestamp(secondsSince1970: 0))
    }

    private static let headers = [
        "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "Importance", "MIME-Version",
        "Message-ID", "Subject", "To",
    ]

    @Test("is read by others as it is meant")
    func plain() throws {
        let (text, found) = try read([notice("The rule delivery<0.9 is broken", ["a", "b = c", ".", "From here"])])
        #expect(found.defects == [])
        #expect(found.headers == Self.headers)
        #expect(found.from == "pushtrail@example.com")
        #expect(found.to == ["push-team@example.com", "o'neil+cron@mail.example.org"])
        #expect(found.subject == "[pushtrail] The rule delivery<0.9 is broken")
        #expect(found.date == "2026-11-20T13:01:01+00:00")
        #expect(found.type == "text/plain" && found.charset == "utf-8")
        #expect(
            found.body
                == "The rule delivery<0.9 is broken\n\na\nb = c\n.\nFrom here\n\nSeverity: serious\nWhere: platform ios\n"
        )
        #expect(text.split(separator: "\n").allSatisfy { $0 != "." && !$0.hasPrefix("From ") })
    }

    @Test(
        "carries any title, and no title adds a header or a recipient",
        arguments: [
            "größe “Cart Recovery” 🚀", String(repeating: "ü🚀", count: 300), String(repeating: "long ", count: 60),
            "x\nBcc: evil@example.com\n\nbody", "x\r\nTo: evil@example.com", "=?UTF-8?B?eA==?=", "tab\tand\u{0}nul", "",
        ])
    func anyTitle(_ title: String) throws {
        let (text, found) = try read([notice(title, [title, "  spaces at both ends  ", title + title])])
        let shown = String(String.UnicodeScalarView(title.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
        #expect(found.subject == "[pushtrail] \(shown)" || found.subject == "[pushtrail]" && title.isEmpty)
        #expect(found.headers == Self.headers && found.defects == [])
        #expect(found.to == ["push-team@example.com", "o'neil+cron@mail.example.org"])
        #expect(found.body.contains("  spaces at both ends  \n"))
        #expect(text.utf8.allSatisfy { $0 < 128 })
        #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 78 })
        #expect(!text.contains("\r"))
    }

    @Test("holds several notices, and has an id of its own")
    func several() throws {
        let (_, first) = try read([notice("one"), notice("two")])
        let (_, second) = try read([notice("one"), notice("two")])
        #expect(first.subject == "[pushtrail] one (and 1 more)")
        #expect(first.body.contains("one\n") && first.body.contains("two\n"))
        #expect(first.id != second.id && first.id.hasSuffix("@example.com>"))
    }

    @Test("has the day of the week", arguments: 0..<40 as Range<Int64>)
    func dates(day: Int64) throws {
        let time = Timestamp(secondsSince1970: 1_772_000_000 + day * 999_983)
        let message = MailMessage(
            [notice("x")], from: try #require(MailAddress("a@b.c")), to: [try #require(MailAddress("a@b.c"))], at: time)
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        let date = formatter.string(from: Date(timeIntervalSince1970: Double(time.secondsSince1970)))
        #expect(message.text.contains("Date: \(date)\n"))
    }

    @Test(
        "takes no address that could be more than one",
        arguments: [
            "", "a", "a@", "@b.c", "a@b@c", "a b@c.d", "a@b.c, d@e.f", "a@b.c\nBcc: d@e.f", "<a@b.c>", "\"a\"@b.c",
            "a@b..c",
            ".a@b.c", "ä@b.c", "-oQ@b.c", "a@-b.c", String(repeating: "a", count: 65) + "@b.c",
        ])
    func noAddress(_ text: String) {
        #expect(MailAddress(text) == nil)
    }
}
