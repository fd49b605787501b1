import Foundation
import Testing

@Suite("A tally file, read by a program in Python that knows only the documented format")
struct TallyFormatTests {
    private struct Counts: Decodable, Equatable {
        var deliveries: Int
        var devices: Int
        var events: Int
        var eventsByStatus: [String: Int]
        var messages: Int
    }

    private struct ReportDocument: Decodable {
        var totals: Counts
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ output: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(output))
    }

    @Test(
        "holds what the report of the logs counts, whole and in shards",
        .enabled(if: Peer.isExpected(.python3), Peer.reason), arguments: ["", "--shards 5"])
    func counts(_ shards: String) async throws {
        let scratch = try Scratch()
        let made = try await scratch.pushtrail(
            "simulate", "--messages", "3000", "--seed", "4", "--as-of", "2026-11-20", "--format", "csv", "-o", "log.csv"
        )
        #expect(made.exit == 0)
        let options = shards.split(separator: " ").map(String.init)
        let files = options.isEmpty ? ["out"] : (0..<5).map { "out/\($0).tally" }
        let written = try await scratch.run(
            Place.binary, ["tally", "log.csv", "samples/day.ndjson", "-o", "out"] + options)
        #expect(written.exit == 0, "\(written.errors)")
        let read = try await scratch.run("python3", [Place.peer("tally.py")] + files)
        try #require(read.exit == 0, "\(read.errors)")
        let report = try await scratch.pushtrail("report", "--json", "log.csv", "samples/day.ndjson")
        var expected = try decode(ReportDocument.self, report.output).totals
        expected.eventsByStatus = expected.eventsByStatus.filter { $0.value > 0 }
        #expect(try decode(Counts.self, read.output) == expected)
    }
}
