import Foundation
import Testing

extension Scratch {
    /// A store of events up to now: no client says as of when it asks. None is so old that it leaves the window soon.
    func makeStore(messages: Int = 300) async throws {
        try await simulate(messages: messages)
        try await ingest("events.ndjson")
    }

    /// Writes a week's events up to now, as NDJSON, to `events.ndjson`.
    func simulate(messages: Int) async throws {
        let made = try await pushtrail(
            "simulate", "--quiet", "--messages", "\(messages)", "--days", "7", "-o", "events.ndjson")
        try #require(made.exit == 0, "\(made.errors)")
    }

    /// Makes a token with `pushtrail token create`, and before it a store if there is none.
    func token(
        _ options: String..., name: String = "test-\(UUID().uuidString.prefix(8))",
        scopes: [String] = ["ingest", "export"], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        if !FileManager.default.fileExists(atPath: path + "/pushtrail.db") { try await pushtrail("store", "create") }
        let finished = try await run(
            Place.binary, ["token", "create", "--name", name] + scopes.flatMap { ["--scope", $0] } + options)
        try #require(finished.exit == 0, "\(finished.errors)", sourceLocation: sourceLocation)
        // Once, alone on its line, and nothing else.
        #expect(finished.text.filter { $0 == "\n" }.count == 1, sourceLocation: sourceLocation)
        return finished.text.trimmingCharacters(in: .newlines)
    }

    /// The rows of the log that `pushtrail export` makes of the store now.
    func exportedRows(_ options: [String] = []) async throws -> [UInt8] {
        let name = "export-\(UUID().uuidString).zip"
        let finished = try await run(Place.binary, ["export", "--quiet", "-o", name] + options)
        #expect(finished.exit == 0, "\(finished.errors)")
        return try await log(in: name)
    }

    /// The zips in the store's folder of results, and whatever else is there.
    func results() throws -> [String] {
        try names().filter { $0.hasPrefix("pushtrail.db.results/") }
    }

    /// The apps of `events.ndjson`.
    func apps() throws -> [String] {
        let events = String(decoding: try file("events.ndjson"), as: UTF8.self)
        return Set(events.matches(of: /"app_?[cC]ode":"([^"]+)"/).map { String($0.output.1) }).sorted()
    }
}
