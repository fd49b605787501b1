import Analysis
import Foundation
import LogArchive
import Simulation
import Testing
import TrackingLog

@Suite("Held against DuckDB, every number of the report is the same", .enabled(if: Oracle.isExpected))
struct OracleTests {
    /// Cuts of a report, as options of the command line and as ours.
    static let cuts: [Cut] = [
        Cut([]),
        Cut(["--by", "day,hour"]) { $0.dimensions = [.day, .hour] },
        Cut(["--by", "app,name"]) { $0.dimensions = [.app, .name] },
        Cut(["--by", "journey,step,timing,variant"]) { $0.dimensions = [.journey, .step, .timing, .variant] },
        Cut(["--by", "reason-category,platform", "--platform", "ios"]) {
            $0.dimensions = [.reasonCategory, .platform]
            $0.filter.platforms = [.ios]
        },
        Cut([
            "--by", "hour", "--timezone", "Etc/GMT-5", "--since", "2026-11-19 20:00:00", "--until",
            "2026-11-20 07:00:01",
        ]) {
            $0.dimensions = [.hour]
            $0.zone = LocalZone(offset: 5 * 3600)
            $0.filter.since = Timestamp("2026-11-19 20:00:00")
            $0.filter.until = Timestamp("2026-11-20 07:00:01")
        },
        Cut(["--by", "platform", "--app", "APP-1", "--journey", "Cart"]) {
            $0.filter.apps = ["APP-1"]
            $0.filter.journeys = ["Cart"]
        },
        Cut(["--by", "day", "--step", "Push 1", "--timing", "now", "--variant", "A | B"]) {
            $0.dimensions = [.day]
            $0.filter.steps = ["Push 1"]
            $0.filter.timings = ["now"]
            $0.filter.variants = ["A | B"]
        },
        Cut(["--by", "platform", "--name", "Cart|Push 2"]) { $0.filter.names = ["Cart|Push 2"] },
        Cut(["--by", "name-check"]) { $0.dimensions = [.nameCheck] },
        Cut(["--by", "name-check,day,step", "--app", "APP-2", "--platform", "android"]) {
            $0.dimensions = [.nameCheck, .day, .step]
            $0.filter.apps = ["APP-2"]
            $0.filter.platforms = [.android]
        },
        Cut(["--by", "week,name", "--timezone", "Etc/GMT+12"]) {
            $0.dimensions = [.week, .name]
            $0.zone = LocalZone(offset: -12 * 3600)
        },
    ]

    struct Cut: CustomTestStringConvertible, Sendable {
        var arguments: [String]
        var options = ReportOptions()
        var testDescription: String { arguments.isEmpty ? "as it is" : arguments.joined(separator: " ") }

        init(_ arguments: [String], _ change: (inout ReportOptions) -> Void = { _ in }) {
            self.arguments = arguments
            options.maximumGroups = .max
            change(&options)
        }
    }

    @Test("on rows that disagree in every way", arguments: cuts)
    func randomRows(_ cut: Cut) async throws {
        var random = SeededGenerator(seed: cut.arguments.joined().utf8.reduce(1) { $0 &* 31 &+ UInt64($1) })
        let rows = (0..<40).flatMap { part in
            // Messages of their own for each part, some crowded and some sparse.
            RandomRows.make(count: 100, using: &random).map { row in
                var row = row
                row.code += "-\(part)"
                return row
            }
        }
        var tally = Tally()
        tally.fold(EventBatch(rows))
        let report = tally.report(cut.options)
        #expect(report.totals.messages > 20)
        try await expectSame(report, on: rows.csv, cut)
    }

    @Test("on simulated traffic", arguments: cuts)
    func simulatedTraffic(_ cut: Cut) async throws {
        let end = try #require(Timestamp("2026-11-21 00:00:00"))
        let log = Traffic(messages: 3_000, days: 14, seed: 3, end: end, order: .byTime).rows(as: .csv)
        try await Scratch.withFile(named: "simulated.csv") { path in
            try Data(log).write(to: URL(filePath: path))
            var analysis = LogAnalysis()
            analysis.reporting = cut.options
            let (report, reading) = try analysis.report(on: [.path(path)])
            #expect(reading.failures.isEmpty)
            #expect(report.quality.rejected == 0)
            try await expectSame(report, on: log, cut)
        }
    }

    @Test("against a roster")
    func audience() async throws {
        var random = SeededGenerator(seed: 11)
        let rows = RandomRows.make(count: 3_000, using: &random)
        let roster = ["USER-1", "USER-2", "USER-9", "HWID-12", "USER-1", "nobody"]
        var options = ReportOptions()
        var audience = Audience()
        for id in roster { audience.insert(Array(id.utf8)[...]) }
        options.audience = audience
        var tally = Tally()
        tally.fold(EventBatch(rows))
        let report = tally.report(options)
        #expect(report.tokens.audience?.total == 5)
        try await Scratch.withFile(named: "roster.txt") { path in
            try Data((roster.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
            try await expectSame(report, on: rows.csv, Cut(["--audience", path]))
        }
    }

    @Test(
        "by the columns of a roster",
        arguments: [
            ["audience.plan"], ["day", "audience.segment, if any"],
            ["audience.segment, if any", "name-check", "audience.plan"],
        ])
    func audienceColumns(_ titles: [String]) async throws {
        // Foundation has a type of this name, too.
        let dimensions = titles.compactMap { Analysis.Dimension(named: $0) }
        var random = SeededGenerator(seed: UInt64(20 + dimensions.count))
        let ids = [
            "USER-1", "u;\"2\", x", "USER-3", "USER-4", "77", "HWID-1", "h \"10\", x", "HWID-11", "HWID-12", "HWID-13",
            "64c348c659f09538", String(repeating: "a1", count: 32), String(repeating: "b", count: 60), "nobody",
        ]
        let rows = RandomRows.make(count: 4_000, using: &random).map { row in
            var row = row
            if row.target == "USER-2" { row.target = "u;\"2\", x" }
            if row.hwid == "HWID-10" { row.hwid = "h \"10\", x" }
            return row
        }
        let plans = ["", "gold", "silver", "mixed", " gold\t"]
        let segments = ["", "VIP; \"1, 2\"", "größe", "two\nlines", "new"]
        var roster = "user_id,plan,\"segment, if any\"\n"
        for _ in 0..<30 {
            let cells = [ids, plans, segments].map { $0[Int.random(in: 0..<$0.count, using: &random)] }
            roster += cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
        }
        try await Scratch.withFile(named: "roster.csv") { path in
            try Data(roster.utf8).write(to: URL(filePath: path))
            let columns = dimensions.compactMap(\.audienceColumn)
            var audience = Audience(columns: columns)
            try AudienceReader.read(path, columns: columns.map { ListColumn([], chosen: $0) }) { row in
                audience.insert(row[0], columns.indices.map { row[$0 + 1] })
            }
            var options = ReportOptions()
            options.maximumGroups = .max
            options.dimensions = dimensions
            options.audience = audience
            var tally = Tally()
            tally.fold(EventBatch(rows))
            let report = tally.report(options)
            #expect(Set(report.groups.flatMap(\.values)).isSuperset(of: [nil, "mixed"]))
            let cut = Cut(["--dimensions", titles.joined(separator: ";"), "--audience", path])
            try await expectSame(report, on: rows.csv, cut)
        }
    }

    private func expectSame(_ report: Report, on log: [UInt8], _ cut: Cut) async throws {
        try await Scratch.withFile(named: "log.csv") { path in
            try Data(log).write(to: URL(filePath: path))
            let theirs = try await Oracle.document(ofLog: path, cut.arguments)
            let differences = Oracle.differences(try Oracle.document(of: report), theirs)
            #expect(differences.isEmpty, "\(differences.prefix(8).joined(separator: "\n"))")
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

    /// Calls `body` with a folder that is gone afterwards.
    static func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pushtrail-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }
}
