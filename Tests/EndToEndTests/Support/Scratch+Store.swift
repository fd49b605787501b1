import Foundation
import Testing

/// The day before today, UTC.
var yesterday: String { Date(timeIntervalSinceNow: -86400).formatted(.iso8601.year().month().day()) }

extension Scratch {
    /// Ingests a file into the store of this folder, and expects it to go well.
    func ingest(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let finished = try await pushtrail("ingest", name)
        #expect(finished.exit == 0, "\(finished.text)\(finished.errors)", sourceLocation: sourceLocation)
    }

    /// Exports from the store of this folder, and expects it to go well.
    func export(
        to name: String, _ options: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let finished = try await run(Place.binary, ["export", "-o", name] + options)
        #expect(finished.exit == 0, "\(finished.text)\(finished.errors)", sourceLocation: sourceLocation)
    }

    /// The bytes of a zip's one log.
    func log(in name: String) async throws -> [UInt8] {
        try await run("unzip", ["-p", name]).output
    }
}
