import Foundation
import Testing

@Suite("Outputs that are no files")
struct OutputTests {
    /// A node like `/dev/null`, in the test's own folder: only root may make one.
    @Test("a device is written to in place and stays a device", .enabled(if: geteuid() == 0))
    func device() async throws {
        let scratch = try Scratch()
        #expect(try await scratch.run("mknod", ["null", "c", "1", "3"]).exit == 0)
        try await scratch.ingest("samples/day.ndjson")
        try await scratch.export(to: "null", "--as-of", "2026-11-20")
        for arguments in [
            ["simulate", "--messages", "3", "-o", "null"],
            ["simulate", "--messages", "3", "--format", "zip", "-o", "null"],
            ["report", "-o", "null", "samples/day.ndjson"], ["store", "backup", "-o", "null"],
            ["ingest", "--rejects", "null", "samples/day.ndjson"],
        ] {
            let finished = try await scratch.run(Place.binary, arguments)
            #expect(finished.exit == 0, "\(arguments): \(finished.errors)")
        }
        #expect(try await scratch.run("test", ["-c", "null"]).exit == 0)
        #expect(try scratch.names().filter { $0.hasPrefix("null") } == ["null"])
    }
}
