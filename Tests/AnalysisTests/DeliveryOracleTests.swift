import Analysis
import Foundation
import Simulation
import Testing
import TrackingLog

@Suite("Held against DuckDB, every line of the delivery log is the same", .enabled(if: Oracle.isExpected))
struct DeliveryOracleTests {
    struct Cut: CustomTestStringConvertible, Sendable {
        var arguments: [String]
        var request = DeliveryRequest()
        var testDescription: String {
            (request.isPerDevice ? "per device" : "per message") + arguments.map { " \($0)" }.joined()
        }

        init(_ arguments: [String], _ change: (inout DeliveryRequest) -> Void = { _ in }) {
            self.arguments = arguments
            change(&request)
        }
    }

    /// Cuts, as options of the command line and as ours.
    static let cuts: [Cut] = [
        Cut([]),
        Cut([]) { $0.isPerDevice = true },
        Cut(["--platform", "ios", "--app", "APP-1"]) {
            $0.filter.platforms = [.ios]
            $0.filter.apps = ["APP-1"]
        },
        Cut(["--journey", "Cart", "--since", "2026-11-20 00:00:02"]) {
            $0.filter.journeys = ["Cart"]
            $0.filter.since = Timestamp("2026-11-20 00:00:02")
        },
    ]

    @Test("on rows that disagree in every way", arguments: cuts)
    func randomRows(_ cut: Cut) async throws {
        var random = SeededGenerator(seed: UInt64(cut.testDescription.utf8.count))
        let rows = (0..<40).flatMap { part in
            // Messages of their own for each part, some crowded and some sparse.
            RandomRows.make(count: 100, using: &random).map { row in
                var row = row
                row.code += "-\(part)"
                return row
            }
        }
        try await expectSame(cut, on: rows.csv, atLeast: 20)
    }

    @Test("on simulated traffic", arguments: cuts.prefix(2))
    func simulatedTraffic(_ cut: Cut) async throws {
        let end = try #require(Timestamp("2026-11-21 00:00:00"))
        let log = Traffic(messages: 3_000, days: 14, seed: 3, end: end, order: .byTime).rows(as: .csv)
        try await expectSame(cut, on: log, atLeast: 3_000)
    }

    private func expectSame(_ cut: Cut, on log: [UInt8], atLeast count: Int) async throws {
        let ours = try await deliveries(of: [log]) { $0 = cut.request }
        #expect(ours.count >= count)
        try await Scratch.withFile(named: "log.csv") { path in
            try Data(log).write(to: URL(filePath: path))
            let theirs = try await Oracle.lines(
                of: cut.request.isPerDevice ? "deliveries" : "messages", inLog: path, cut.arguments)
            let differences = Oracle.differences(ours, theirs)
            #expect(differences.isEmpty, "\(differences.prefix(8).joined(separator: "\n"))")
        }
    }
}
