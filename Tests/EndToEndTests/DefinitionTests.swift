import Foundation
import Testing

@Suite("Every definition's corner", .enabled(if: Peer.isExpected(.python3)))
struct DefinitionTests {
    @Test("comes to what was worked out by hand, by the binary and by DuckDB", arguments: topics)
    func corner(_ topic: String) async throws {
        let scratch = try Scratch()
        let finished = try await scratch.run(
            "env", ["PUSHTRAIL_BINARY=\(Place.binary)", Place.python, "\(Self.oracle)/corners.py", topic])
        #expect(finished.exit == 0, "\(finished.text)\(finished.errors)")
    }

    private static let oracle = Place.repository.appending(path: "Tests/AnalysisTests/Oracle").path()
    private static let topics = [
        "audience", "conversions", "filters", "groups", "outcomes", "persons", "reasons", "timing", "tokens",
    ]

    @Test("has a topic here")
    func all() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.oracle + "/corners")
        #expect(files.filter { $0.hasSuffix(".py") }.map { $0.dropLast(3) }.sorted() == Self.topics.map { $0[...] })
    }
}
