import Analysis
import Foundation
import Subprocess
import Testing
import TrackingLog

/// The report as DuckDB computes it from the same log, from a program of its own (`Oracle/`).
enum Oracle {
    /// What is compared, of all messages or of one platform's.
    struct Counts: Codable, Equatable {
        var messages, deliveries, devices, persons: Int
        var delivered, received, opened, converted: Int
        var attempted, sent, bounced, suppressed, failed: Int
        var eventsByStatus: [String: Int]

        init(_ totals: Totals) {
            messages = totals.messages
            deliveries = totals.deliveries
            devices = totals.devices
            persons = totals.persons
            delivered = totals.delivered
            received = totals.received
            opened = totals.opened
            converted = totals.converted
            attempted = totals[.attempted]
            sent = totals[.sent]
            bounced = totals[.bounced]
            suppressed = totals[.suppressed]
            failed = totals[.failed]
            eventsByStatus = totals.eventsByStatus.filter { $0.value > 0 }
        }
    }

    /// A report's counts: by platform, "" being all.
    static func counts(of report: Report) -> [String: Counts] {
        var counts = ["": Counts(report.totals)]
        for group in report.groups { counts[(group.values.first ?? nil) ?? ""] = Counts(group.totals) }
        return counts
    }

    /// DuckDB's counts of a log.
    static func counts(ofLog path: String) async throws -> [String: Counts] {
        let python = try #require(python, "PUSHTRAIL_PYTHON must name a Python that has duckdb; scripts/venv makes one")
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let program = folder.appending(path: "Oracle/oracle.py").path()
        let result = try await Subprocess.run(
            .name("env"), arguments: [python, program, path], output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([String: Counts].self, from: Data(result.standardOutput.utf8))
    }

    /// Whether tests that need it are to run: it is there, or this is CI, where its absence is a failure.
    static var isExpected: Bool { python != nil || ProcessInfo.processInfo.environment["CI"] == "true" }

    private static var python: String? { ProcessInfo.processInfo.environment["PUSHTRAIL_PYTHON"] }
}
