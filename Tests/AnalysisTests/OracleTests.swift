import Analysis
import Foundation
import LogArchive
import Simulation
import Testing
import TrackingLog

@Suite("Held against DuckDB", .enabled(if: Oracle.isExpected))
struct OracleTests {
    @Test("every number is the same on rows that disagree in every way", arguments: 1...6)
    func randomRows(_ seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = (0..<40).flatMap { part in
            // Messages of their own for each part, some crowded and some sparse.
            RandomRows.make(count: 100, using: &random).map { row in
                var row = row
                row.code += "-\(part)"
                return row
            }
        }
        try await Scratch.withFile(named: "random.csv") { path in
            try Data(rows.csv).write(to: URL(filePath: path))
            let expected = try await Oracle.counts(ofLog: path)
            #expect(expected[""]?.messages ?? 0 > 200)
            #expect(Oracle.counts(of: report(on: rows)) == expected)
        }
    }

    @Test("every number is the same on simulated traffic")
    func simulatedTraffic() async throws {
        let end = try #require(Timestamp("2026-11-20 00:00:00"))
        let traffic = Traffic(messages: 6_000, days: 14, seed: 3, end: end, order: .byTime)
        try await Scratch.withFile(named: "simulated.csv") { path in
            var stream = TrafficStream(traffic, as: .csv)
            var log = Data()
            var rows: [UInt8] = []
            while stream.read(into: &rows) { log.append(contentsOf: rows) }
            try log.write(to: URL(filePath: path))
            let expected = try await Oracle.counts(ofLog: path)
            #expect(expected[""]?.messages == 6_000)
            let (report, reading) = try LogAnalysis().report(on: [.path(path)])
            #expect(reading.failures.isEmpty)
            #expect(report.quality.rejected == 0)
            #expect(Oracle.counts(of: report) == expected)
        }
    }
}

/// Files of a test's own.
enum Scratch {
    /// Calls `body` with the path of a file to write, which is gone afterwards.
    static func withFile(named name: String, _ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pushtrail-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appending(path: name).path())
    }
}
