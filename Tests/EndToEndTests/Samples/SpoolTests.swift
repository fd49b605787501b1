import Foundation
import Testing

@Suite("samples/pushtrail-daily-log never lets one file block a spool")
struct SpoolTests {
    private static func run(_ installation: Installation) async throws -> Finished {
        let scratch = installation.scratch
        return try await installation.run(
            "pushtrail-daily-log spool/incoming logs",
            variables: [
                "PATH": "\(scratch.path)/bin:/usr/bin:/bin", "PUSHTRAIL_STORE": "lib/pushtrail/pushtrail.db",
            ])
    }

    @Test("damaged files are put aside with their reasons, the rest is exported, and the status says so", .hangGuard)
    func damaged() async throws {
        let installation = try await Installation()
        let scratch = installation.scratch
        try await installation.send("good.ndjson")
        try await installation.send("whole.csv", seed: 2)
        try await scratch.run("zip", ["-q", "spool/incoming/cut.zip", "samples/seed-row.csv"])
        try scratch.write(Array(scratch.file("spool/incoming/cut.zip").dropLast(30)), to: "spool/incoming/cut.zip")
        try scratch.write(
            Array("Dear all,\nplease find the log attached.\nRegards\n".utf8), to: "spool/incoming/letter.csv")
        try scratch.write([0x1F, 0x8B, 8, 0], to: "spool/incoming/log.csv.gz")

        let first = try await Self.run(installation)
        #expect(first.exit == 1, "\(first.errors)")
        #expect(installation.names(in: "spool/incoming") == [])
        #expect(installation.names(in: "spool/incoming.done") == ["good.ndjson", "whole.csv"])
        let aside = ["cut.zip", "letter.csv", "log.csv.gz"]
        #expect(installation.names(in: "spool/incoming.damaged") == aside.flatMap { [$0, $0 + ".reason"] })
        for name in aside { #expect(first.errors.contains("cannot read spool/incoming/\(name): "), "\(first.errors)") }
        #expect(installation.names(in: "logs") == ["\(yesterday).zip"])
        let reason = try await installation.run("cat spool/incoming.damaged/*letter.csv.reason")
        #expect(reason.text.hasPrefix("spool/incoming/letter.csv: not a tracking log"), "\(reason.text)")

        // A second file of the same name replaces nothing, not even in the same second.
        try scratch.write(Array("Dear all,\nonce more.\nRegards\n".utf8), to: "spool/incoming/letter.csv")
        #expect(try await Self.run(installation).exit == 1)
        #expect(installation.names(in: "spool/incoming.damaged").count == 8)
        // And then all is well.
        let last = try await Self.run(installation)
        #expect(last.exit == 0 && last.errors.isEmpty, "\(last.errors)")
    }

    @Test("rejected records of every run are kept", .hangGuard)
    func rejects() async throws {
        let installation = try await Installation()
        for text in ["first", "second"] {
            try await installation.send("\(text).ndjson", seed: 3)
            let events = try installation.scratch.file("spool/incoming/\(text).ndjson")
            try installation.scratch.write(
                events + Array("{\"\(text)\":1}\n".utf8), to: "spool/incoming/\(text).ndjson")
            #expect(try await Self.run(installation).exit == 1)
            // Runs are named by the second.
            try await Task.sleep(for: .seconds(1.1))
        }
        let rejects = try await installation.run("cat logs/*.rejects.*")
        #expect(rejects.text == "{\"first\":1}\n{\"second\":1}\n")
    }

    @Test("what cannot be opened, or is no log, stays and stops nothing", .hangGuard)
    func unreadable() async throws {
        let installation = try await Installation()
        let scratch = installation.scratch
        try await installation.send("good.ndjson")
        // Root may read everything: a link to nowhere is what nobody can read. It comes first.
        try await installation.run("ln -s nowhere spool/incoming/a.ndjson; mkdir spool/incoming/folder")
        try await installation.send("folder/part.ndjson", seed: 2)
        try await installation.send("folder/other.log", seed: 3)
        try await installation.run("echo nothing > spool/incoming/folder/notes.txt")
        let run = try await Self.run(installation)
        #expect(run.exit == 3 && run.errors.contains("cannot read spool/incoming/a.ndjson: "), "\(run.errors)")
        #expect(installation.names(in: "spool/incoming") == ["a.ndjson", "folder"])
        #expect(installation.names(in: "spool/incoming/folder") == ["notes.txt"])
        #expect(installation.names(in: "spool/incoming.done") == ["good.ndjson", "other.log", "part.ndjson"])
        #expect(installation.names(in: "logs").contains("\(yesterday).zip"))
        #expect(try scratch.names().contains { $0.hasSuffix(".reason") } == false)
    }

    @Test("without a store, or a spool, nothing is made and files stay where they are", .hangGuard)
    func noStore() async throws {
        let installation = try await Installation(store: false)
        try await installation.send("good.ndjson")
        let missing = try await Self.run(installation)
        #expect(missing.exit == 3 && missing.errors.hasPrefix("error: there is no store at "), "\(missing.errors)")
        try installation.scratch.write(Array("no database".utf8), to: "lib/pushtrail/pushtrail.db")
        #expect(try await Self.run(installation).exit == 3)
        #expect(installation.names(in: "spool/incoming") == ["good.ndjson"])
        #expect(installation.names(in: "spool") == ["incoming"])
        let typo = try await installation.run(
            "pushtrail-daily-log spol logs", variables: ["PATH": "\(installation.scratch.path)/bin:/usr/bin:/bin"])
        #expect(typo.exit == 3 && typo.errors == "error: there is no folder spol\n")
    }
}
