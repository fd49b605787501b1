import Foundation
import Testing

@Suite("Outputs that are no files")
struct OutputTests {
    @Test("a device is written to in place and stays a device")
    func device() async throws {
        let scratch = try Scratch()
        // Root could replace `/dev/null`, and gets a node of its own; only root may make one.
        let made = geteuid() == 0 ? ("mknod", ["null", "c", "1", "3"]) : ("ln", ["-s", "/dev/null", "null"])
        #expect(try await scratch.run(made.0, made.1).exit == 0)
        try await scratch.ingest("samples/day.ndjson")
        try await scratch.export(to: "null", "--as-of", "2026-11-20")
        for arguments in [
            ["simulate", "--messages", "3", "-o", "null"],
            ["simulate", "--messages", "3", "--format", "zip", "-o", "null"],
            ["report", "-o", "null", "samples/day.ndjson"],
            ["deliveries", "-o", "null", "samples/day.ndjson"], ["store", "backup", "-o", "null"],
            ["ingest", "--rejects", "null", "samples/day.ndjson"],
        ] {
            let finished = try await scratch.run(Place.binary, arguments)
            #expect(finished.exit == 0, "\(arguments): \(finished.errors)")
        }
        #expect(try await scratch.run("test", ["-c", "null"]).exit == 0)
        #expect(try scratch.names().filter { $0.hasPrefix("null") } == ["null"])
    }
}
