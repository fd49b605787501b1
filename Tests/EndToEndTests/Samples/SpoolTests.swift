import Foundation
import Testing

@Suite("samples/pushtrail-daily-log never lets one file block a spool")
struct SpoolTests {
    private static func run(_ installation: Installation) async throws -> Finished {
        let scratch = installation.scratch
        return try await installation.run(
            "pushtrail-daily-log spool logs",
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
        try await scratch.run("zip", ["-q", "spool/cut.zip", "samples/seed-row.csv"])
        try scratch.write(Array(scratch.file("spool/cut.zip").dropLast(30)), to: "spool/cut.zip")
        try scratch.write(Array("Dear all,\nplease find the log attached.\nRegards\n".utf8), to: "spool/letter.csv")
        try scratch.write([0x1F, 0x8B, 8, 0], to: "spool/log.csv.gz")

        let first = try await Self.run(installation)
        #expect(first.exit == 1, "\(first.errors)")
        #expect(installation.names(in: "spool") == [])
        #expect(installation.names(in: "spool.done") == ["good.ndjson", "whole.csv"])
        let aside = ["cut.zip", "letter.csv", "log.csv.gz"]
        #expect(installation.names(in: "spool.damaged") == aside.flatMap { [$0, $0 + ".reason"] })
        for name in aside { #expect(first.errors.contains("cannot read spool/\(name): "), "\(first.errors)") }
        #expect(installation.names(in: "logs") == ["\(yesterday).zip"])
        let reason = try await installation.run("cat spool.damaged/*letter.csv.reason")
        #expect(reason.text.hasPrefix("spool/letter.csv: not a tracking log"), "\(reason.text)")

        // A second file of the same name replaces nothing, not even in the same second.
        try scratch.write(Array("Dear all,\nonce more.\nRegards\n".utf8), to: "spool/letter.csv")
        #expect(try await Self.run(installation).exit == 1)
        #expect(installation.names(in: "spool.damaged").count == 8)
        // And then all is well.
        let last = try await Self.run(installation)
        #expect(last.exit == 0 && last.errors.isEmpty, "\(last.errors)")
    }

    @Test("rejected records of every run are kept", .hangGuard)
    func rejects() async throws {
        let installation = try await Installation()
        for text in ["first", "second"] {
            try await installation.send("\(text).ndjson", seed: 3)
            let events = try installation.scratch.file("spool/\(text).ndjson")
            try installation.scratch.write(events + Array("{\"\(text)\":1}\n".utf8), to: "spool/\(text).ndjson")
            #expect(try await Self.run(installation).exit == 1)
            // Runs are named by the second.
            try await Task.sleep(for: .seconds(1.1))
        }
        let rejects = try await installation.run("cat logs/*.rejects.*")
        #expect(rejects.text == "{\"first\":1}\n{\"second\":1}\n")
    }

    @Test("without a store that can be used, files stay where they are", .hangGuard)
    func noStore() async throws {
        let installation = try await Installation(store: false)
        try await installation.send("good.ndjson")
        try installation.scratch.write(Array("no database".utf8), to: "lib/pushtrail/pushtrail.db")
        let run = try await Self.run(installation)
        #expect(run.exit == 3)
        #expect(installation.names(in: "spool") == ["good.ndjson"])
        #expect(installation.names(in: "spool.done") == [])
    }
}
