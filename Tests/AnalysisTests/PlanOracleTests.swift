import Analysis
import Foundation
import LogArchive
import Presentation
import Simulation
import Testing
import TrackingLog

@Suite("Held against DuckDB, the verdicts on a plan are the same", .enabled(if: Oracle.isExpected))
struct PlanOracleTests {
    @Test("on simulated traffic")
    func simulatedTraffic() async throws {
        let end = try #require(Timestamp("2026-11-21 00:00:00"))
        let log = Traffic(messages: 3_000, days: 3, seed: 8, end: end, order: .byTime).rows(as: .csv)
        try await Scratch.withFile(named: "simulated.csv") { path in
            try Data(log).write(to: URL(filePath: path))
            let steps = [
                "Cart Recovery | Push 1", "Push 1", "push 2", "Order Update | Push 1 | instant", "Winback", "Push 3",
            ]
            try await expectSame(path, steps, limits: ["", "10s", "1200s", "90000s"], now: "2026-11-20 13:00:00")
        }
    }

    @Test("on rows that disagree in every way", arguments: 1...4)
    func randomRows(_ seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = RandomRows.make(count: 900, using: &random)
        try await Scratch.withFile(named: "random.csv") { path in
            try Data(rows.csv).write(to: URL(filePath: path))
            try await expectSame(
                path, ["Cart | Push 1", "push 2", "Back in Stock | Push 1"], limits: ["", "2s", "9000s"],
                now: "2026-11-20 02:00:00")
        }
    }

    private func expectSame(_ log: String, _ steps: [String], limits: [String], now: String) async throws {
        let file = URL(filePath: log).deletingLastPathComponent().appending(path: "plan.csv").path()
        var plan = "person,step,expect,within\n"
        var random = SeededGenerator(seed: 4)
        for person in try people(of: log) {
            for expectation in Expectation.allCases {
                let step = steps.randomElement(using: &random) ?? ""
                plan += "\(person),\(step),\(expectation.rawValue),\(limits.randomElement(using: &random) ?? "")\n"
            }
        }
        try Data(plan.utf8).write(to: URL(filePath: file))
        let theirs = try await Oracle.document(of: "qa.py", [log, file, now])
        let search = PlanSearch(at: try #require(Timestamp(now)))
        let result = try search.result(of: try TestPlanFile.read(file), in: [.path(log)]).result
        for verdict in StepResult.Verdict.allCases { #expect(result.count(verdict) > 3) }
        var ours = try #require(try Oracle.document(of: PlanAnswer(result), keysOf: theirs) as? [String: Any])
        // Words are not computed again; null and nothing are the same.
        ours["steps"] = (ours["steps"] as? [[String: Any]])?.map { step in
            step.filter { !["line", "why", "within_seconds", "reason"].contains($0.key) && !($0.value is NSNull) }
        }
        let differences = Oracle.differences(ours as NSDictionary, theirs)
        #expect(differences.isEmpty, "\(differences.prefix(8).joined(separator: "\n"))")
    }

    /// Users, targets and devices, some of each, in order.
    private func people(of log: String) throws -> [String] {
        var found: Set<String> = []
        _ = try LogReader().read([.path(log)], into: &found) { found, batch, _ in
            for row in batch.rows {
                found.insert(batch.string(row.target))
                found.insert(batch.string(row.hwid))
                var payload: [UInt8] = []
                batch.appendPayload(of: row, to: &payload)
                let object = try? JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any]
                if let user = (object?["md"] as? [String: Any])?["user_id"] as? String { found.insert(user) }
            }
        }
        let all = found.subtracting([""]).sorted()
        return stride(from: 0, to: all.count, by: max(1, all.count / 60)).map { all[$0] }
    }
}
