import Analysis
import Foundation
import LogArchive
import Presentation
import Simulation
import Testing
import TrackingLog

@Suite("Held against DuckDB, SciPy and statsmodels, conversions are the same", .enabled(if: Oracle.isExpected))
struct ConversionOracleTests {
    struct Cut: CustomTestStringConvertible, Sendable {
        var arguments: [String]
        var options = ReportOptions()
        var window = 3 * 86_400
        var testDescription: String { arguments.isEmpty ? "as it is" : arguments.joined(separator: " ") }

        init(_ arguments: [String], window: Int? = nil, _ change: (inout ReportOptions) -> Void = { _ in }) {
            self.arguments = arguments + (window.map { ["--conversion-window", "\($0)"] } ?? [])
            if let window { self.window = window }
            options.maximumGroups = .max
            change(&options)
        }
    }

    static let cuts: [Cut] = [
        Cut([]),
        Cut(["--by", "variant"]) { $0.dimensions = [.variant] },
        Cut(["--by", "journey,step,variant"]) { $0.dimensions = [.journey, .step, .variant] },
        Cut(["--by", "day,platform"], window: 7_200) { $0.dimensions = [.day, .platform] },
        Cut(["--by", "name", "--platform", "ios"], window: 3) {
            $0.dimensions = [.name]
            $0.filter.platforms = [.ios]
        },
        Cut(["--by", "day,hour", "--since", "2026-11-20 00:00:02"]) {
            $0.dimensions = [.day, .hour]
            $0.filter.since = Timestamp("2026-11-20 00:00:02")
        },
        Cut(["--by", "app,reason-category"], window: 0) { $0.dimensions = [.app, .reasonCategory] },
    ]

    @Test("on rows that disagree in every way", arguments: cuts)
    func randomRows(_ cut: Cut) async throws {
        var random = SeededGenerator(seed: cut.testDescription.utf8.reduce(1) { $0 &* 31 &+ UInt64($1) })
        let rows = (0..<20).flatMap { part in
            RandomRows.make(count: 100, using: &random).map { row in
                var row = row
                row.code += "-\(part)"
                return row
            }
        }
        try await expectSame(cut, on: rows.csv, RandomConversions.make(count: 400, using: &random), atLeast: 20)
    }

    @Test("on simulated traffic", arguments: cuts.prefix(4))
    func simulatedTraffic(_ cut: Cut) async throws {
        let end = try #require(Timestamp("2026-11-21 00:00:00"))
        let log = Traffic(messages: 3_000, days: 14, seed: 3, end: end, order: .byTime).rows(as: .csv)
        let list = try await Self.conversions(ofLog: log)
        try await expectSame(cut, on: log, list, atLeast: 40)
    }

    /// Conversions of the people of a log, around the times of their messages.
    private static func conversions(ofLog log: [UInt8]) async throws -> String {
        var random = SeededGenerator(seed: 7)
        var lines = ["person,time,goal,value"]
        for line in try await deliveries(of: [log]) {
            guard let person = line["person"] as? String, let first = line["first"] as? String,
                let time = Timestamp(first), Int.random(in: 0..<6, using: &random) == 0
            else { continue }
            let offset = Int64.random(in: -3_600...400_000, using: &random)
            let value = "\(Int.random(in: 1...99, using: &random)).\(Int.random(in: 10...99, using: &random))"
            lines.append("\(person),\(time.adding(seconds: offset)),\(offset % 3 == 0 ? "buy" : "visit"),\(value)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func expectSame(_ cut: Cut, on log: [UInt8], _ list: String, atLeast count: Int) async throws {
        try await Scratch.withFile(named: "log.csv") { path in
            try Data(log).write(to: URL(filePath: path))
            let file = URL(filePath: path).deletingLastPathComponent().appending(path: "conversions.csv").path()
            try Data(list.utf8).write(to: URL(filePath: file))
            let arguments = cut.arguments + ["--conversions", file]
            var request = ConversionRequest(try ConversionFile.read(file))
            request.window = cut.window
            var analysis = LogAnalysis()
            analysis.reporting = cut.options
            analysis.reporting.conversions = request
            let report = try analysis.report(on: [.path(path)]).report
            #expect((report.totals.conversions?.conversions ?? 0) >= count)
            try expectSame(
                try Oracle.document(of: report), try await Oracle.document(ofLog: path, arguments))
            try await expectSameLines(cut, path, request, arguments)
        }
    }

    private func expectSame(_ ours: NSDictionary, _ theirs: NSDictionary) throws {
        var ours = try #require(ours as? [String: Any])
        var summary = try #require(ours["conversions"] as? [String: Any])
        // Where the list is, and which of its rows are no rows, is no matter of counting.
        summary["list"] = nil
        summary["unusable"] = nil
        summary["repeated"] = (summary["repeated"] as? [String: Any])?["count"]
        ours["conversions"] = summary
        let differences = Oracle.differences(ours, theirs, within: 1e-9)
        #expect(differences.isEmpty, "\(differences.prefix(8).joined(separator: "\n"))")
    }

    private func expectSameLines(
        _ cut: Cut, _ path: String, _ conversions: ConversionRequest, _ arguments: [String]
    ) async throws {
        var request = DeliveryRequest()
        request.filter = cut.options.filter
        request.conversions = conversions
        let (log, _) = try LogAnalysis().deliveries(on: [.path(path)], request)
        let columns = DeliveryColumn.ofMessagesWithConversions.filter { $0 != .link }
        let format = DeliveryNDJSON(DeliveryLogLayout(columns))
        var text: [UInt8] = []
        try log.read(into: &text) {
            format.text(of: $0)
        } take: {
            $0 += $1
        }
        let ours = try String(decoding: text, as: UTF8.self).split(separator: "\n").map { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8))
        }
        let theirs = try await Oracle.lines(of: "messages", inLog: path, arguments)
        let differences = Oracle.differences(ours, theirs, within: 1e-9)
        #expect(differences.isEmpty, "\(differences.prefix(8).joined(separator: "\n"))")
    }
}
