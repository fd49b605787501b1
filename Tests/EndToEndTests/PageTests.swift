import Foundation
import Testing

@Suite(
    "A page holds up in a browser, on any screen and on paper",
    .enabled(if: Peer.isExpected(.chromium) && Peer.isVirtualEnvironmentExpected, Peer.reason), .hangGuard,
    // A browser is as much as the machine should do at once.
    .serialized)
struct PageTests {
    /// What is wrong with a page, as Chromium and axe-core see it.
    private func faults(of page: String, _ scratch: Scratch, _ arguments: [String] = []) async throws -> [String] {
        let seen = try await scratch.run(Place.python, [Place.peer("page.py"), page] + arguments)
        try #require(seen.exit == 0, "\(seen.errors)")
        return try JSONDecoder().decode([String].self, from: Data(seen.output))
    }

    @Test("a report: every figure is the JSON's, and every figure of the JSON is there")
    func report() async throws {
        let scratch = try Scratch()
        try await scratch.pushtrail(
            "simulate", "--quiet", "--messages", "3000", "--as-of", "2026-11-20T00:00:00Z", "--format", "csv", "-o",
            "log.csv")
        try scratch.write(scratch.file("log.csv") + Array("no row\n".utf8), to: "log.csv")
        try scratch.write(Array("u-1\nu-2\n".utf8), to: "audience.txt")
        // Every message's person has a conversion a second after it, of some value; some are before the report's time.
        try await scratch.run(
            "sh",
            [
                "-c",
                """
                "$0" deliveries --quiet --format csv --show person,last log.csv | sed '1s/.*/person,time,goal,value/
                    1!s/$/,visit,-0.25/; 1~7s/visit,-0.25/buy,1234.5/; 2~3d' > conversions.csv; echo nobody >> conversions.csv
                """, Place.binary,
            ])
        try await answer(
            scratch,
            [
                "report", "--by", "journey,variant", "--groups", "12", "--audience", "audience.txt",
                "--conversions", "conversions.csv", "--since",
                "2026-11-12",
                "--timezone", "Europe/Berlin", "log.csv",
            ])
        let faults = try await faults(of: "answer.html", scratch, ["--json", "answer.json"])
        #expect(faults.isEmpty, "\(faults.prefix(20))")
    }

    @Test("whatever the data holds is shown as text, and does nothing")
    func hostile() async throws {
        let names = [
            "<script>window.pwned=1</script>", "</script><script>alert(1)</script>",
            "</style><img src=x onerror=alert(2)>", "\"\u{301} onmouseover=\"alert(3)",
            "'\u{301} autofocus onfocus=alert(4)",
            "<\u{338}b>", "{{name}}", "&lt;b&gt; &amp;", "=1+1", "عملية الشراء", "javascript:alert(5)", "--><!--",
            "]]>",
            String(repeating: "x", count: 10_000), String(repeating: "long ", count: 2_000) + "end",
        ]
        let deceptive = "a\u{202E}b\u{1B}[31m\u{0}\u{2066}c"
        let scratch = try Scratch()
        var rows: [String] = []
        for (number, name) in (names + [deceptive]).enumerated() {
            for status in ["created", name] {
                let row: [String: Any] = [
                    "timestamp": "2026-11-\(10 + number / 2)T08:00:00Z", "tracking_code": "T\(number)",
                    "target_id": name,
                    "hwid": name, "status": status, "description": name, "app_code": name,
                    "payload": ["md": ["name": name, "user_id": name]],
                ]
                rows.append(String(decoding: try JSONSerialization.data(withJSONObject: row), as: UTF8.self))
            }
        }
        try scratch.write(Array(rows.joined(separator: "\n").utf8), to: "log.ndjson")
        try scratch.write(
            Array(JSONEncoder().encode(names + ["a\u{FFFD}b\u{FFFD}[31m\u{FFFD}\u{FFFD}c"])), to: "texts.json")
        try await answer(scratch, ["report", "--by", "name,app,name-check", "log.ndjson"])
        let faults = try await faults(
            of: "answer.html", scratch, ["--json", "answer.json", "--texts", "texts.json"])
        #expect(faults.isEmpty, "\(faults.prefix(20))")
    }

    @Test("a diagnosis, whose numbers are the JSON's, and the same findings above a report")
    func diagnosis() async throws {
        let scratch = try Scratch()
        try await scratch.pushtrail(
            "simulate", "--quiet", "--messages", "12000", "--seed", "7", "--as-of", "2026-11-20T00:00:00Z",
            "--scenario", "token_churn", "--strength", "strong", "--format", "csv", "-o", "log.csv")
        for command in ["diagnose", "report"] {
            try await answer(scratch, [command, "log.csv"])
            let page = try String(decoding: scratch.file("answer.html"), as: UTF8.self)
            #expect(page.contains("More tokens are dead") && page.contains(">since 2026-11-1"))
            let faults = try await faults(of: "answer.html", scratch, ["--json", "answer.json"])
            #expect(faults.isEmpty, "\(command): \(faults.prefix(20))")
        }
    }

    @Test("the life of a device's messages, whose numbers are the JSON's")
    func timeline() async throws {
        let scratch = try Scratch()
        try scratch.write(Array(Self.life.utf8), to: "log.csv")
        try await answer(scratch, ["timeline", "--hwid", "H-1", "log.csv"])
        let faults = try await faults(of: "answer.html", scratch, ["--json", "answer.json"])
        #expect(faults.isEmpty, "\(faults.prefix(20))")
    }

    /// Two messages: one that was refused, tried again, delivered and opened after days; one with everything in one second.
    private static let life = """
        timestamp;tracking_code;target_id;hwid;status;description
        2026-11-16 08:00:00;T-1;u;H-1;created;
        2026-11-16 08:00:01;T-1;u;H-1;failed;Unregistered
        2026-11-16 08:00:01;T-1;u;H-1;sent;
        2026-11-16 08:00:02;T-1;u;H-1;delivered;
        2026-11-19 20:00:00;T-1;u;H-1;opened;
        2026-11-16 08:00:00;T-1;u;H-2;created;
        2026-11-17 09:00:00;T-2;u;H-1;created;
        2026-11-17 09:00:00;T-2;u;H-1;sent;
        2026-11-17 09:00:00;T-2;u;H-1;delivered;
        2026-11-17 09:00:00;T-2;u;H-1;delivered;

        """

    @Test("an archive's nights and its verification, also when some are missing or changed")
    func archive() async throws {
        let scratch = try Scratch()
        try await scratch.pushtrail(
            "simulate", "--quiet", "--messages", "200", "--days", "9", "--as-of", "2026-11-20T00:00:00Z", "-o",
            "events.ndjson")
        try await scratch.pushtrail("ingest", "--quiet", "--store", "s.db", "events.ndjson")
        let key = try await scratch.pushtrail("key", "new", "--origin", "example.com/push", "-o", "key").text
            .trimmingCharacters(in: .newlines)
        try await scratch.pushtrail("nightly", "--quiet", "--store", "s.db", "--archive", "archive", "--key", "key")
        let verify = ["verify", "archive", "--vkey", key, "--record", "record.ndjson"]
        let history = ["history", "archive", "--record", "record.ndjson"]
        for isDamaged in [false, true] {
            if isDamaged {
                try await scratch.run("sh", ["-c", "set -- archive/2026/*/*.zip; rm \"$1\"; echo x >>\"$2\""])
            }
            for arguments in [verify, history] {
                try await answer(scratch, arguments)
                let faults = try await faults(of: "answer.html", scratch, ["--json", "answer.json"])
                #expect(faults.isEmpty, "\(arguments[0]): \(faults.prefix(20))")
                let page = try String(decoding: scratch.file("answer.html"), as: UTF8.self)
                if arguments == verify {
                    #expect(page.contains(isDamaged ? "✗ CHANGED" : "✓ complete and unchanged"))
                } else {
                    for state in ["changed", "missing"] {
                        #expect(page.contains("<rect class=\"night-\(state)\" x=") == isDamaged, "\(state)")
                    }
                }
            }
        }
    }

    /// Writes a command's answer twice: to look at, and to compare with.
    private func answer(_ scratch: Scratch, _ arguments: [String]) async throws {
        for format in ["html", "json"] {
            let made = try await scratch.run(
                Place.binary, arguments + ["--format", format, "-o", "answer.\(format)"])
            try #require(made.exit <= 2, "\(made.errors)")
        }
    }

    @Test("the check finds what it looks for")
    func check() async throws {
        let scratch = try Scratch()
        try await scratch.pushtrail(
            "simulate", "--quiet", "--messages", "300", "--as-of", "2026-11-20T00:00:00Z", "--format", "csv", "-o",
            "log.csv")
        try await answer(scratch, ["report", "log.csv"])
        let page = try String(decoding: scratch.file("answer.html"), as: UTF8.self)
        let broken =
            page
            .replacing(
                "<data value=\"300\" data-figure=\"totals.messages\">",
                with: "<data value=\"301\" data-figure=\"totals.messages\">"
            )
            .replacing(
                "</header>", with: "<img src=\"http://127.0.0.1:9/x\"><div style=\"width:3000px\">w</div></header>"
            )
            .replacing("tr, figure, .tile", with: ".tile")
        try scratch.write(Array(broken.utf8), to: "answer.html")
        let faults = try await faults(of: "answer.html", scratch, ["--json", "answer.json"])
        for fault in ["totals.messages is 301", "console: ", "axe: image-alt", "scrolls sideways"] {
            #expect(faults.contains { $0.contains(fault) }, "\(fault): \(faults.prefix(20))")
        }
    }
}
