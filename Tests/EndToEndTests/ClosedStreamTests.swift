import Foundation
import Testing

@Suite("Descriptors 0, 1 and 2 that are closed at the start")
struct ClosedStreamTests {
    /// Which of the three are closed.
    struct Closed: CustomTestStringConvertible, Sendable {
        var input: Bool
        var output: Bool
        var error: Bool

        var testDescription: String { redirections }
        /// As a shell closes them.
        var redirections: String { (input ? "<&- " : "") + (output ? ">&- " : "") + (error ? "2>&-" : "") }

        static let all = (1..<8).map { Closed(input: $0 & 1 != 0, output: $0 & 2 != 0, error: $0 & 4 != 0) }
    }

    /// A command, and what it needs of the three.
    private struct Command {
        var line: String
        var input = "samples/day.ndjson"
        var reads = false
        var writes = true
        var exit: Int32 = 0
    }

    private static let commands = [
        Command(line: "ingest samples/day.ndjson"),
        Command(line: "ingest", reads: true),
        Command(line: "ingest - samples/day.ndjson", reads: true),
        Command(line: "export --as-of 2026-11-20 -o log.zip", writes: false),
        Command(line: "export --as-of 2026-11-20 -o /dev/stdout"),
        Command(line: "request --as-of 2026-11-20"),
        Command(line: "results 00000000000000000000000000000000", writes: false, exit: 3),
        Command(line: "report log.zip"),
        Command(line: "report --format json -o report.json log.zip", writes: false),
        Command(line: "report --format json -o /dev/null log.zip", writes: false),
        Command(line: "report -", reads: true),
        Command(line: "report --audience - log.zip", input: "people", reads: true),
        Command(line: "report /dev/stdin", reads: true),
        Command(line: "deliveries log.zip"),
        Command(line: "deliveries --format csv -o log.csv log.zip", writes: false),
        Command(line: "deliveries -", reads: true),
        Command(line: "timeline log.zip --code none", writes: false, exit: 1),
        Command(line: "timeline - --person nobody", reads: true, writes: false, exit: 1),
        Command(line: "reasons BadDeviceToken"),
        Command(line: "nightly --archive archive --key key --through 2026-11-20"),
        Command(line: "verify archive --vkey $(cat vkey)"),
        Command(line: "verify log.zip"),
        Command(line: "verify -", reads: true, exit: 1),
        Command(line: "verify --proof - --vkey $(cat vkey)", reads: true, writes: false, exit: 1),
        Command(line: "prove --archive archive --code none -o proof.json", writes: false, exit: 1),
        Command(line: "history archive"),
        Command(line: "key show key"),
        Command(line: "token list"),
        Command(line: "store status"),
        Command(line: "store backup -o copy.db", writes: false),
        Command(line: "simulate --messages 20 --as-of 2026-11-20"),
        Command(line: "simulate --messages 20 --as-of 2026-11-20 -o events.ndjson", writes: false),
        Command(line: "serve --config none.conf", writes: false, exit: 3),
        Command(line: "--version"),
    ]

    @Test(
        "are taken by nothing else: each command does its work, or says which it cannot do without",
        arguments: Closed.all)
    func commands(_ closed: Closed) async throws {
        let scratch = try Scratch()
        let made = try await scratch.run(
            "sh",
            [
                "-c",
                """
                pushtrail ingest --as-of '2026-11-20 12:00:00' samples/day.ndjson >/dev/null
                pushtrail key new --origin example.com/push -o key >vkey
                pushtrail nightly --archive archive --key key --through 2026-11-20 >/dev/null
                pushtrail export --as-of 2026-11-20 -o log.zip
                pushtrail token create --name crm --scope export >/dev/null
                echo u0 >people
                """,
            ])
        #expect(made.exit == 0, "\(made.errors)")
        for command in Self.commands {
            let line = "\(command.line) <\(command.input) 2>errors \(closed.redirections)"
            try await scratch.run("sh", ["-c", ": >errors; pushtrail \(line); echo $? >code"])
            let code = try String(decoding: scratch.file("code"), as: UTF8.self)
            let errors = try String(decoding: scratch.file("errors"), as: UTF8.self)
            let isRefused = command.reads && closed.input || command.writes && closed.output
            #expect(code == "\(isRefused ? 3 : command.exit)\n", "\(command.line) \(closed.redirections): \(errors)")
            guard !closed.error else { continue }
            if command.reads, closed.input {
                #expect(errors.contains("error: standard input is closed\n"), "\(command.line): \(errors)")
            } else if command.writes, closed.output {
                #expect(
                    errors.contains("error: cannot write to standard output: it is closed\n"),
                    "\(command.line): \(errors)")
            }
        }
    }

    @Test("lose no rejected record: neither a warning nor the answer takes its place")
    func rejects() async throws {
        let scratch = try Scratch()
        try scratch.write(Array("no event\n".utf8) + scratch.file("samples/day.ndjson"), to: "some.ndjson")
        for redirections in ["2>&-", "<&- >&- 2>&-", ">&-"] {
            try await scratch.run(
                "sh", ["-c", "pushtrail ingest --format ndjson --rejects kept some.ndjson \(redirections)"])
            #expect(try String(decoding: scratch.file("kept"), as: UTF8.self) == "no event\n")
            try await scratch.run("rm", ["kept"])
        }
        let status = try await scratch.pushtrail("store", "status", "--json")
        #expect(status.text.contains(#""events":449"#), "\(status.text)")
    }
}
