import Foundation
import Testing

@Suite("A log of any size, in any container, is read in bounded memory", .enabled(if: Peer.isExpected(.python3)))
struct EndlessLogTests {
    /// `PUSHTRAIL_ENDLESS_MEGABYTES` sets the size; `scripts/soak` takes 10 GB.
    private static let megabytes = ProcessInfo.processInfo.environment["PUSHTRAIL_ENDLESS_MEGABYTES"] ?? "100"

    private struct Answer: Decodable {
        var exit: Int
        var events: Int
        var output: String
        var errors: String
        var peak: Int
    }

    private struct Report: Decodable {
        struct Totals: Decodable { var events: Int }
        var totals: Totals
    }

    @Test(arguments: ["array", "lines", "utf-16", "gzip", "gzip-of-gzip", "zip-of-zip"])
    func container(_ container: String) async throws {
        let scratch = try Scratch()
        let result = try await scratch.run(
            Place.python,
            [Place.peer("endless.py"), container, Self.megabytes, Place.binary, "report", "--format", "json", "-"])
        let answer = try JSONDecoder().decode(Answer.self, from: Data(result.output))
        try #require(answer.exit == 0, "\(answer.errors)")
        #expect(try JSONDecoder().decode(Report.self, from: Data(answer.output.utf8)).totals.events == answer.events)
        #expect(answer.peak < 80_000_000)
    }
}
