import Foundation
import Testing

extension ServicePeers {
    @Suite(
        "The commands of the README and of the articles run as they stand",
        .enabled(
            if: Peer.isExpected(.faketime, .python3, .openssl, .curl, .jq) && Peer.isVirtualEnvironmentExpected,
            Peer.reason))
    struct DocumentCommandTests {
        /// In this order a reader gets to them. Production.md has a machine of its own.
        private static let documents =
            ["README.md"]
            + [
                "Reporting", "Diagnosing", "Alerting", "Verifying", "Witnessing", "Recording", "Serving", "Simulating",
                "Erasing",
            ]
            .map {
                "Sources/pushtrail/pushtrail.docc/\($0).md"
            }

        @Test("in order, each with the exit code and the output that is shown", .hangGuard)
        func commands() async throws {
            let example = try Document.blocks(of: "README.md").first { $0.language == "json" }
            let reader = try await Reader(events: try #require(example).text)
            for document in Self.documents {
                do {
                    let count = try await reader.follow(try Document.blocks(of: document))
                    #expect(
                        count >= (document == "README.md" ? 15 : document.hasSuffix("Alerting.md") ? 2 : 3),
                        "\(document)")
                } catch {
                    Issue.record(error, "\(document)")
                }
                await reader.endService()
            }
        }
    }
}

/// A page of documentation in Markdown.
private enum Document {
    struct Block {
        var language: String
        var text: String
    }

    static func blocks(of path: String) throws -> [Block] {
        let text = try String(contentsOf: Place.repository.appending(path: path), encoding: .utf8)
        return text.matches(of: /(?s)```([a-z]*)\n(.*?)```/).map {
            Block(language: String($0.1), text: String($0.2))
        }
    }
}

/// Somebody who types all commands in one folder, on 2026-11-20 at 00:40 UTC.
private struct Reader {
    private let scratch: Scratch
    /// Stands for 8080, which may be taken.
    private let port = Int.random(in: 20_000...30_000)

    /// - Parameter events: a sender's events, besides those of `samples/day.ndjson`.
    init(events: String) async throws {
        scratch = try Scratch()
        try scratch.write(Array(events.utf8), to: "events.ndjson")
        let scripts = Place.repository.appending(path: "scripts").path()
        let made = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                ln -s '\(scripts)' scripts
                mkdir spool downloads bin
                # DuckDB is here as a package of Python, without its shell.
                printf '#!/bin/sh\\nexec "%s" "%s" "$2"\\n' '\(Place.python)' '\(Place.peer("duckdb_shell.py"))' >bin/duckdb
                chmod +x bin/duckdb
                cp samples/day.ndjson .
                cp day.ndjson events.ndjson spool/
                printf 'user_id,plan\\nUSER_0081079,gold\\n' >active-customers.csv
                cp samples/conversions.csv orders.csv
                pushtrail ingest --store other.db day.ndjson
                pushtrail export --store other.db --as-of 2026-11-20T00:00:00Z -o downloads/log.zip
                """,
            ])
        try #require(made.exit == 0, "\(made.errors)")
    }

    /// Runs the commands of blocks, and looks for what they show.
    ///
    /// - Returns: the number of commands.
    func follow(_ blocks: [Document.Block]) async throws -> Int {
        var printed = ""
        var count = 0
        // What installs, builds or runs for minutes is left to CI.
        for block in blocks where !block.text.contains("swift build") && !block.text.contains("scripts/demo") {
            if block.language == "sh" {
                let run = try await run(block.text)
                #expect(run.exit == 0, "\(block.text)\n\(run.text)\(run.errors)")
                printed = run.text
                count += block.text.split(separator: "\n").count
            } else if block.text.hasPrefix("$ ") {
                for session in block.text.split(separator: #/(?m)^\$ /#) {
                    let lines = session.split(separator: "\n", maxSplits: 1)
                    let run = try await run(String(lines[0]) + "\n")
                    // Events that are posted are in the store already.
                    expect(lines.last ?? "", in: run.text + "\n" + run.errors, isExact: !lines[0].hasPrefix("curl"))
                    count += 1
                }
            } else if block.text.hasPrefix("sealed ") {
                expect(block.text[...], in: printed, isExact: false)
            }
        }
        return count
    }

    /// Ends the service, whose process outlives the commands that started it.
    func endService() async {
        _ = try? await scratch.run("sh", ["-c", "[ ! -e server.pid ] || kill $(cat server.pid); rm -f server.pid"])
    }

    private func run(_ commands: String) async throws -> Finished {
        // The service must not hold what this process waits for the end of.
        let started = """
            : >serve.log
            pushtrail serve --store events.db --port \(port) >serve.log 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- & echo $! >server.pid
            until grep -q listening serve.log; do kill -0 "$(cat server.pid)"; sleep 0.1; done

            """
        let commands = commands.replacing("/var/spool/push/", with: "spool/")
            .replacing("127.0.0.1:8080", with: "127.0.0.1:\(port)")
            .replacing(/pushtrail serve --store events.db &.*\n/, with: started)
            .replacing(/# *prints the token once/, with: ">token")
            .replacing("PUSHTRAIL_TOKEN=pt_…", with: "PUSHTRAIL_TOKEN=\"$(cat token)\"")
            // Nobody listens there, and nobody sends mail.
            .replacing("https://hooks.example.com", with: "http://127.0.0.1:1")
            .replacing("sendmail -t -i <", with: "grep ^Subject: <")
            // The sample's rate of delivery is below 90 %.
            .replacing(/.*--fail-on.*/) { "\($0.output) || [ $? -eq 1 ]" }
        let script = """
            set -euo pipefail
            PATH="$PWD/bin:$PATH"
            [ ! -e ledger.key ] || export KEY="$(pushtrail key show ledger.key)"
            [ ! -e token ] || export TOKEN="$(cat token)"
            \(commands)
            """
        let command = WallClock.command(["bash", "-c", script], at: "2026-11-20 00:40:00")
        return try await scratch.run(command[0], Array(command.dropFirst()))
    }

    /// Expects the shown lines in an output, in their order; … stands for others.
    ///
    /// - Parameter isExact: whether the numbers have to be those that are shown.
    private func expect(_ shown: Substring, in output: String, isExact: Bool) {
        func compared(_ line: Substring) -> String {
            String(isExact ? line : line.replacing(/[0-9][0-9,.]*/, with: "#").replacing("nights", with: "night"))
        }
        var rest = output.split(separator: "\n").map(compared)[...]
        for line in shown.split(separator: "\n") where line != "…" {
            let place = rest.firstIndex(of: compared(line))
            #expect(place != nil, "\(line)\nis not in\n\(output)")
            if let place { rest = rest[(place + 1)...] }
        }
    }
}
