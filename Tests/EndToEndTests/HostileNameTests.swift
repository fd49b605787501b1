import Foundation
import Testing

@Suite("Names that others chose, in what is printed")
struct HostileNameTests {
    /// Everything that would be a link, a mention, an issue, an emoji, markup, HTML or mathematics.
    private static let names = [
        "see http://evil.example/a_b", "https://evil.example", "ftp://evil.example", "www.evil.example",
        "WWW.evil.example", "mail bob@evil.example", "mailto:bob@evil.example", "xmpp:bob@evil.example/x",
        "@octocat and @org/team", "#123", "org/repo#5", "GH-12", "gh-12", "<b>bold</b>", "<a href='//x'>y</a>",
        "<!-- gone -->", "<http://evil.example>", "[text](http://evil.example)", "![image](http://evil.example/i)",
        "[ref]", "`code`", ":tada:", ":100:", "at 18:05:56", "$a$ and $b$", "1. one", "1) one", "7.6 %", "- item",
        "+ item", "# heading", "~~gone~~", "~gone~", "&amp;", "&#64;octocat", "**bold**", "_slanted_", "__bold__", "=",
        "---", "a\\b", "\\@octocat", "[^1]", "- [ ] task", "javascript:alert(1)", "file:///etc/passwd",
    ]

    private func write(_ names: [String], to scratch: Scratch) throws {
        let rows = try names.enumerated().map { number, name in
            let payload = try JSONSerialization.data(
                withJSONObject: ["md": ["name": name, "user_id": "u"]], options: [.sortedKeys])
            return
                #"{"timestamp":"2026-11-20T08:00:00Z","tracking_code":"T\#(number)","target_id":"u","hwid":"h\#(number)","status":"created","app_code":"A","payload":\#(String(decoding: payload, as: UTF8.self))}"#
        }
        try scratch.write(Array(rows.map { $0 + "\n" }.joined().utf8), to: "names.ndjson")
    }

    @Test(
        "render in GitHub's Markdown as themselves, and as nothing else",
        .enabled(if: Peer.isVirtualEnvironmentExpected, Peer.reason))
    func markdown() async throws {
        struct Rendered: Decodable {
            var elements: [String]
            var cells: [String]
        }
        let scratch = try Scratch()
        try write(Self.names, to: scratch)
        let report = try await scratch.pushtrail("report", "--by", "name", "--format", "markdown", "names.ndjson")
        #expect(report.exit == 0, "\(report.errors)")
        let rendered = try await scratch.run(
            Place.python, [Place.peer("render_markdown.py")], input: report.output)
        #expect(rendered.exit == 0, "\(rendered.errors)")
        let page = try JSONDecoder().decode(Rendered.self, from: Data(rendered.output))
        #expect(page.elements == ["p", "strong", "table", "tbody", "td", "th", "thead", "tr"])
        let cells = page.cells.map { $0.replacing("\u{2060}", with: "") }
        for name in Self.names { #expect(cells.contains(name), "\(name)") }
        // What GitHub looks for in the rendered text.
        for cell in page.cells {
            #expect(cell.firstMatch(of: /@[A-Za-z0-9]/) == nil, "\(cell)")
            #expect(cell.firstMatch(of: /#[0-9]|(?i)gh-[0-9]/) == nil, "\(cell)")
            #expect(cell.firstMatch(of: /:[A-Za-z+_-]+:|:100:/) == nil, "\(cell)")
            #expect(cell.firstMatch(of: /[a-z]:\/\/|(?i)www\./) == nil, "\(cell)")
        }
    }

    /// Every control character, and whatever turns the writing's direction.
    private static let controls =
        (Array(0x01...0x1F) + Array(0x7F...0x9F) + [0x61C, 0x200E, 0x200F] + Array(0x202A...0x202E)
        + Array(0x2066...0x2069)).compactMap { Unicode.Scalar($0 as Int) }

    /// Those of a text, line ends left out.
    private func controls(in text: String) -> [String] {
        text.unicodeScalars.filter { Self.controls.contains($0) && $0 != "\n" && $0 != "\r" }.map {
            "U+\(String($0.value, radix: 16))"
        }
    }

    @Test("never reach a terminal, or JSON, as commands")
    func terminals() async throws {
        let scratch = try Scratch()
        let name = String(String.UnicodeScalarView(Self.controls)) + "end"
        try write([name], to: scratch)
        let row = try String(decoding: scratch.file("names.ndjson"), as: UTF8.self)
            .replacing("\"h0\"", with: "\"h\\u009b31m\\u202e\\u001b]0;x\\u0007\"")
        try scratch.write(Array(row.utf8), to: "names.ndjson")
        for command in [
            "report --by name --format table names.ndjson", "report --by name --format json names.ndjson",
            "report --by name --format markdown names.ndjson", "timeline --code T0 names.ndjson",
            "timeline --code T0 --json names.ndjson",
            "TERM=xterm NO_COLOR=1 script -qec 'pushtrail report --quiet --by name --format csv names.ndjson' /dev/null",
        ] {
            let line = command.contains("script") ? command : "pushtrail \(command)"
            let finished = try await scratch.run("sh", ["-c", line])
            #expect(finished.exit == 0, "\(command): \(finished.errors)")
            #expect(finished.text.contains("end"), "\(command)")
            #expect(controls(in: finished.text).isEmpty, "\(command): \(controls(in: finished.text))")
        }
        // The JSON says all the same what they are; a file gets them as they are.
        let json = try await scratch.pushtrail("report", "--by", "name", "--format", "json", "names.ndjson")
        struct Document: Decodable {
            struct Group: Decodable { var by: [String: String] }
            var groups: [Group]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(json.output))
        #expect(document.groups.map { Array(($0.by["name"] ?? "").unicodeScalars) } == [Array(name.unicodeScalars)])
        let csv = try await scratch.pushtrail("report", "--by", "name", "--format", "csv", "names.ndjson")
        #expect(csv.text.unicodeScalars.contains("\u{9B}") && csv.text.unicodeScalars.contains("\u{1B}"))
    }

    @Test("are shown by verify and history without their commands", .enabled(if: Peer.isExpected(.python3)))
    func ledgers() async throws {
        let archive = try SampleArchive([[SampleArchive.row(0, "T\u{9B}31m\u{202E}", "sent")]])
        let scratch = archive.scratch
        let made = try await scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "T\u{9B}31m\u{202E}", "-o", "proof.json")
        #expect(made.exit == 0 && controls(in: made.errors).isEmpty, "\(made.errors)")
        for options in [[], ["--json"]] {
            let shown = try await scratch.run(
                Place.binary, ["verify", "--proof", "proof.json", "--vkey", archive.vkey] + options)
            #expect(shown.exit == 0 && controls(in: shown.text).isEmpty, "\(shown.errors)")
        }
        let seen = try await scratch.run(
            "sh",
            [
                "-c",
                "TERM=xterm script -qec \"pushtrail prove --quiet --archive archive --code '$0' -o -\" /dev/null",
                "T\u{9B}31m\u{202E}",
            ])
        #expect(seen.text.contains("u009b31m") && controls(in: seen.text).isEmpty, "\(seen.text)")
    }
}
