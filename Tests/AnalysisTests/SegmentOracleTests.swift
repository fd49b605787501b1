import Analysis
import Foundation
import Simulation
import Testing
import TrackingLog

@Suite("Held against DuckDB, everybody in a segment is the same, with the same facts", .enabled(if: Oracle.isExpected))
struct SegmentOracleTests {
    /// What is asked for, as options of the command line and as ours.
    struct Cut: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var arguments: [String] = []
        var change: @Sendable (inout SegmentRequest) -> Void = { _ in }
        var hasAudience = false
        var hasAliases = false
    }

    static let cuts: [Cut] = [
        Cut(testDescription: "all"),
        Cut(testDescription: "with aliases and an audience", hasAudience: true, hasAliases: true),
        Cut(
            testDescription: "of an app and a journey", arguments: ["--app", "APP-1", "--journey", "Cart"],
            change: {
                $0.filter.apps = ["APP-1"]
                $0.filter.journeys = ["Cart"]
            }, hasAudience: true),
        Cut(
            testDescription: "of a platform, since a time, with aliases",
            arguments: ["--platform", "ios", "--since", "2026-11-20 00:00:02"],
            change: {
                $0.filter.platforms = [.ios]
                $0.filter.since = Timestamp("2026-11-20 00:00:02")
            }, hasAliases: true),
    ]

    /// A chain, a device that is a known person's, a person known by another id, and an id that is its own.
    private static let aliases = """
        alias,user_id
        USER-2,USER-1
        HWID-12,HWID-13
        HWID-13,USER-9
        HWID-11,USER-9
        HWID-1,USER-4
        USER-3,USER-3
        nobody,USER-8
        """

    private static let roster = """
        id,sms,email
        USER-1,yes,yes
        USER-2,no,no
        USER-3,,yes
        USER-4,no,no
        USER-9,yes,no
        HWID-14,yes,yes
        HWID-15,no,yes
        nobody,yes,
        USER-8,no,yes
        somebody,no,yes
        """

    @Test("on rows that disagree in every way", arguments: Segment.allCases, cuts)
    func randomRows(_ segment: Segment, _ cut: Cut) async throws {
        guard cut.hasAudience || !segment.needsAudience else { return }
        var random = SeededGenerator(seed: UInt64(segment.rawValue.utf8.count + cut.testDescription.utf8.count))
        let rows = (0..<40).flatMap { part in
            // Messages of their own for each part, some crowded and some sparse.
            RandomRows.make(count: 100, using: &random).map { row in
                var row = row
                row.code += "-\(part)"
                return row
            }
        }
        // In the middle of the rows' days, so that some are before the days looked at and some after.
        let asOf = try #require(Timestamp("2026-11-22 10:00:00"))
        try await expectSame(segment, cut, on: rows.csv, asOf: asOf, days: 2)
    }

    @Test("on simulated traffic", arguments: Segment.allCases)
    func simulatedTraffic(_ segment: Segment) async throws {
        let end = try #require(Timestamp("2026-11-21 00:00:00"))
        let log = Traffic(messages: 4_000, days: 14, seed: 3, end: end, order: .byTime).rows(as: .csv)
        let cut = Cut(testDescription: "", hasAudience: segment.needsAudience)
        let lines = try await expectSame(segment, cut, on: log, asOf: end, days: 5)
        // The simulation sends again what can be sent again.
        #expect(lines > 0 || segment == .retry)
    }

    @discardableResult
    private func expectSame(
        _ segment: Segment, _ cut: Cut, on log: [UInt8], asOf: Timestamp, days: Int
    ) async throws -> Int {
        var request = SegmentRequest(segment, asOf: asOf)
        request.days = days
        cut.change(&request)
        request.channels.byJourney = [("Cart", ["email", "sms"])]
        if cut.hasAudience {
            var audience = Audience(columns: request.channels.all)
            for line in Self.roster.split(separator: "\n").dropFirst() {
                let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { Array($0.utf8)[...] }
                let values = request.channels.all.map { $0 == "sms" ? fields[1] : fields[2] }
                audience.insert(fields[0], values)
            }
            request.audience = audience
        }
        let ours = try await segmentLines(request, of: [log], aliases: cut.hasAliases ? Self.aliases : nil)
        try await Scratch.withFile(named: "log.csv") { path in
            try Data(log).write(to: URL(filePath: path))
            try Data(Self.aliases.utf8).write(to: URL(filePath: path + ".aliases"))
            try Data(Self.roster.utf8).write(to: URL(filePath: path + ".roster"))
            let files =
                (cut.hasAliases ? ["--aliases", path + ".aliases"] : [])
                + (cut.hasAudience ? ["--audience", path + ".roster"] : [])
            let theirs = try await Oracle.segment(
                segment, ofLog: path, ["--as-of", "\(asOf)", "--days", "\(days)"] + files + cut.arguments)
            let differences = Oracle.differences(ours, theirs)
            #expect(differences.isEmpty, "\(ours.count) lines: \(differences.prefix(8).joined(separator: "\n"))")
        }
        return ours.count
    }
}
