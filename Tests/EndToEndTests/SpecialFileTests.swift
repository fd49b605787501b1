import Foundation
import Testing

@Suite("What is no plain file", .enabled(if: Peer.isExpected(.python3)))
struct SpecialFileTests {
    private static let row = "\"2026-11-20 11:00:00\";B;user-1;8a5f1f533537ab34;created;;C90C0-0E786;\n"

    /// Runs a script of bash, which has to go well.
    private func bash(_ script: String, in scratch: Scratch) async throws -> Finished {
        try await scratch.run("bash", ["-c", script])
    }

    @Test("is named and left out where it lies in a folder under a log's name, and all else there is read")
    func folder() async throws {
        let scratch = try Scratch()
        let made = try await bash(
            #"""
            set -e
            mkdir -p logs/deep
            mkfifo logs/fifo.csv logs/fifo.zip logs/notes.txt
            ln -s /dev/zero logs/zero.ndjson
            ln -s nowhere logs/nowhere.csv
            ln -s itself.csv logs/itself.csv
            ln -s .. logs/deep/up
            ln -s fifo.csv logs/link.csv
            python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("logs/socket.csv")'
            """#, in: scratch)
        try #require(made.exit == 0, "\(made.errors)")
        try scratch.write(Array(Self.row.utf8), to: "logs/deep/log.csv")

        let report = try await scratch.pushtrail("report", "logs")
        let timeline = try await scratch.pushtrail("timeline", "--code", "B", "logs")
        let ingest = try await scratch.pushtrail("ingest", "logs")
        #expect(ingest.text == "1 accepted, 0 duplicates, 0 rejected\n")
        #expect(timeline.text.contains("user-1"))
        for finished in [report, timeline, ingest] {
            #expect(finished.exit == 3)
            for name in ["fifo.csv", "fifo.zip", "link.csv"] {
                #expect(finished.errors.contains("error: cannot read logs/\(name): it is a pipe, not a file\n"))
            }
            #expect(finished.errors.contains("error: cannot read logs/zero.ndjson: it is a device, not a file\n"))
            #expect(finished.errors.contains("error: cannot read logs/socket.csv: it is a socket, not a file\n"))
            #expect(finished.errors.contains("error: cannot read logs/nowhere.csv: No such file or directory\n"))
            #expect(finished.errors.contains("error: cannot read logs/itself.csv: Too many levels of symbolic links\n"))
            #expect(!finished.errors.contains("notes.txt"))
        }
    }

    @Test("is read where it is named by itself, a zip too", arguments: ["log.csv", "log.zip"])
    func named(log: String) async throws {
        let scratch = try Scratch()
        try scratch.write(Array(Self.row.utf8), to: "log.csv")
        let zipped = try await scratch.run(
            Place.python, ["-c", "import zipfile; zipfile.ZipFile('log.zip', 'w').write('log.csv')"])
        try #require(zipped.exit == 0, "\(zipped.errors)")
        for script in [
            "pushtrail ingest --store a.db <(cat \(log))",
            "mkfifo fifo.zip && { cat \(log) > fifo.zip & } && pushtrail ingest --store b.db fifo.zip",
            "cat \(log) | pushtrail ingest --store c.db /dev/stdin",
            "pushtrail ingest --store d.db /dev/stdin < \(log)",
        ] where !(log == "log.csv" && script.contains("fifo.zip")) {
            let finished = try await bash(script, in: scratch)
            #expect(finished.text == "1 accepted, 0 duplicates, 0 rejected\n", "\(script): \(finished.errors)")
        }
    }

    @Test("ends with an error where it never ends and what is read is small: an audience, a proof, a checkpoint")
    func endless() async throws {
        let scratch = try Scratch()
        try scratch.write(Array(Self.row.utf8), to: "log.csv")
        let key = try await scratch.pushtrail("key", "new", "--origin", "example.org/log", "-o", "key")
        let vkey = key.text.trimmingCharacters(in: .whitespacesAndNewlines)
        _ = try await bash("mkdir archive", in: scratch)
        for (script, reason) in [
            ("pushtrail report --audience <(yes) log.csv", "it is a pipe that holds more than 256 MiB"),
            ("pushtrail report --audience /dev/zero log.csv", "it is not UTF-8 text"),
            ("yes | pushtrail verify --proof - --vkey '\(vkey)'", "it is larger than 32 MiB"),
            ("pushtrail verify --proof <(yes) --vkey '\(vkey)'", "it is larger than 32 MiB"),
            ("pushtrail verify --proof /dev/zero --vkey '\(vkey)'", "it is a device, not a file"),
            ("pushtrail verify archive --last-checkpoint <(yes) --vkey '\(vkey)'", "it is larger than 32 MiB"),
            ("pushtrail verify archive --last-checkpoint /dev/zero --vkey '\(vkey)'", "it is a device, not a file"),
        ] {
            let finished = try await bash(script, in: scratch)
            #expect(finished.exit == 3, "\(script): \(finished.text)")
            #expect(finished.errors.contains(reason), "\(script): \(finished.errors)")
        }
    }
}
