import Analysis
import Foundation
import LogArchive
import Presentation
import Simulation
import Testing
import TrackingLog

@Suite("Held against DuckDB, a reconciliation has the same lists", .enabled(if: Oracle.isExpected))
struct ReconciliationOracleTests {
    /// How a sender's list differs from the log that it is held against.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var arguments: [String] = []
        var options = ReconciliationOptions()
        /// Whether the list has codes, targets with times, or either on each line.
        var hasCodes = true
        var hasTargets = false
        /// Whether lines with a code have a time.
        var hasTimes = true
        /// The days of the log that the list is of.
        var days = 0..<14
    }

    static let cases: [Case] = [
        Case(testDescription: "codes and times of a week", days: 3..<10),
        Case(testDescription: "codes alone, of two days", hasTimes: false, days: 5..<7),
        Case(
            testDescription: "codes of all days, for an app and some days",
            arguments: ["--app", "7B2E4-A91D3", "--since", "2026-11-10", "--until", "2026-11-12 11:00:00"],
            options: {
                var options = ReconciliationOptions()
                options.apps = ["7B2E4-A91D3"]
                options.since = Timestamp("2026-11-10")
                options.until = Timestamp("2026-11-12 11:00:00")
                return options
            }()),
        Case(testDescription: "targets and times", hasCodes: false, hasTargets: true, days: 0..<5),
        Case(
            testDescription: "targets and times within ten minutes, since a day",
            arguments: ["--window", "600", "--since", "2026-11-09"],
            options: {
                var options = ReconciliationOptions()
                options.window = 600
                options.since = Timestamp("2026-11-09")
                return options
            }(), hasCodes: false, hasTargets: true, days: 1..<6),
        Case(testDescription: "either on each line", hasTargets: true, days: 6..<14),
    ]

    @Test("on simulated traffic", arguments: cases)
    func simulatedTraffic(_ test: Case) async throws {
        let end = try #require(Timestamp("2026-11-21 00:00:00"))
        // Few people, so that many of their messages are close in time.
        let log = Traffic(messages: 3_000, days: 14, seed: 5, end: end, order: .byTime).rows(as: .csv)
        try await Scratch.withFile(named: "simulated.csv") { path in
            try Data(log).write(to: URL(filePath: path))
            try await expectSame(path, test)
        }
    }

    @Test("on rows that disagree in every way", arguments: cases)
    func randomRows(_ test: Case) async throws {
        var random = SeededGenerator(seed: test.testDescription.utf8.reduce(1) { $0 &* 31 &+ UInt64($1) })
        let rows = RandomRows.make(count: 3_000, using: &random).map { row in
            var row = row
            // Each message on a day of its own.
            row.second -= row.code.utf8.reduce(0) { ($0 * 31 + Int($1)) % 10 } * 86_400
            if row.app == "APP-1" { row.app = "7B2E4-A91D3" }
            return row
        }
        try await Scratch.withFile(named: "random.csv") { path in
            try Data(rows.csv).write(to: URL(filePath: path))
            try await expectSame(path, test)
        }
    }

    private func expectSame(_ log: String, _ test: Case) async throws {
        let list = URL(filePath: log).deletingLastPathComponent().appending(path: "sent.csv").path()
        try Data(try self.list(of: log, test).utf8).write(to: URL(filePath: list))
        let theirs = try await Oracle.document(of: "reconcile.py", [log, list] + test.arguments)
        var comparison = LogReconciliation()
        comparison.comparison = test.options
        for verdict in Reconciliation.Verdict.allCases { comparison.comparison.shown[verdict] = .max }
        let result = try comparison.reconcile(SentListFile(path: list), with: [.path(log)]).reconciliation
        let ours = try Oracle.document(of: ReconciliationAnswer(result, of: "sent.csv"), keysOf: theirs)
        let differences = Oracle.differences(ours, theirs)
        #expect(differences.isEmpty, "\(differences.prefix(8).joined(separator: "\n"))")
        // Nothing is proved by lists that are all empty.
        #expect(result.counts[.matched] > 0 && result.counts[.missing] > 0 && result.counts[.unknown] > 0)
    }

    private struct Message {
        var target: String
        var first: Timestamp
    }

    /// A list that lacks some messages of a log, has some twice, some that were never sent, and times that are not exact.
    private func list(of log: String, _ test: Case) throws -> String {
        var messages: [String: Message] = [:]
        _ = try LogReader().read([.path(log)], into: &messages) { messages, batch, _ in
            for row in batch.rows {
                let code = batch.string(row.trackingCode)
                var message = messages[code] ?? Message(target: batch.string(row.target), first: row.time)
                message.first = min(message.first, row.time)
                if message.target.isEmpty { message.target = batch.string(row.hwid) }
                messages[code] = message
            }
        }
        let start = (messages.values.map(\.first).min() ?? .earliest).day
        var random = SeededGenerator(seed: 99)
        var lines: [String] = []
        for (code, message) in messages.sorted(by: { $0.key < $1.key }) {
            guard test.days.contains(Int(message.first.day.daysSince1970 - start.daysSince1970)),
                !message.target.isEmpty
            else { continue }
            let luck = Int.random(in: 0..<100, using: &random)
            let time = message.first.adding(seconds: Int64.random(in: -400...400, using: &random))
            let isCoded = test.hasCodes && (!test.hasTargets || luck % 2 == 0)
            let line = isCoded ? "\(code),,\(test.hasTimes ? "\(time)" : "")" : ",\(message.target),\(time)"
            if luck >= 5 { lines.append(line) }
            if luck >= 95 { lines.append(line) }
            if luck < 3 { lines.append(isCoded ? "NEVER-\(code),," : ",nobody-\(luck),\(time)") }
        }
        return (["code,target,time"] + lines.shuffled(using: &random)).joined(separator: "\n") + "\n"
    }
}
