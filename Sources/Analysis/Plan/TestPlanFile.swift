public import LogArchive
import TrackingLog

/// Reads a plan: a CSV with a header, or JSON objects.
public enum TestPlanFile {
    private static let hint =
        "a plan has the columns person, step and expect (a status, or none), and perhaps journey and within (15m, 2h, 1d)"

    private static let reader: ListReader = {
        var reader = ListReader(of: "plan", hint: hint, columns: columns)
        reader.maximumStreamBytes = 16 << 20
        return reader
    }()

    private static let columns = [
        ListColumn([
            "person", "person_id", "user_id", "user", "tester", "customer_id", "customer", "external_id", "profile",
            "profile_id", "target", "target_id", "hwid", "device",
        ]),
        ListColumn(["step", "message", "push", "name", "message_name"]),
        ListColumn(["expect", "expected", "expected_status", "status", "outcome", "expectation"]),
        ListColumn(["within", "deadline", "time_limit", "limit"]),
        ListColumn(["journey", "flow", "campaign"]),
    ]

    /// Reads a plan whole.
    ///
    /// - Parameters:
    ///   - path: a file or a pipe.
    ///   - name: what it is called.
    /// - Throws: `ListError`: a plan that is not understood is no plan.
    public static func read(_ path: String, name: String? = nil) throws(ListError) -> TestPlan {
        let name = name ?? path
        var steps: [PlannedStep] = []
        var fault: ListError?
        let header = try reader.read(path, name: name) { row in
            guard fault == nil, (0..<5).contains(where: { !row[$0].isEmpty }) else { return }
            do throws(PlanFault) {
                steps.append(try step(row, after: steps.last))
            } catch {
                fault = reader.error(name, line: row.line, reason: error.reason)
            }
        }
        let found = header.found
        if found[0] == nil || found[1] == nil {
            let missing = [found[0] == nil ? "person" : nil, found[1] == nil ? "step" : nil].compactMap(\.self)
            throw reader.error(
                name, reason: "it has no column \(missing.joined(separator: " and no column ")); it has \(header.words)"
            )
        }
        if let fault { throw fault }
        guard !steps.isEmpty else { throw reader.error(name, reason: "it has no steps") }
        var plan = TestPlan(steps)
        plan.ignoredColumns = header.names.filter { name in
            !name.isEmpty && !found.contains { $0?.isSame(as: name) ?? false }
        }
        return plan
    }

    private struct PlanFault: Error {
        var reason: String
    }

    private static func step(_ row: ListRow, after last: PlannedStep?) throws(PlanFault) -> PlannedStep {
        guard let person = row[0].isEmpty ? last?.person : row.string(0) else {
            throw PlanFault(reason: "it has no person")
        }
        guard !row[1].isEmpty else { throw PlanFault(reason: "it has no step") }
        let word = row.string(2)
        guard let expectation = word.isEmpty ? .delivered : Expectation(word) else {
            let words = Expectation.allCases.map(\.rawValue)
            let nearest = EditDistance.nearest(to: word.lowercased(), among: words, within: word.utf8.count < 6 ? 1 : 2)
            throw PlanFault(
                reason: "“\(word)” cannot be expected"
                    + (nearest.map { "; did you mean \($0)?" } ?? ": it is none of \(words.joined(separator: ", "))"))
        }
        let limit = row.string(3)
        let within = limit.isEmpty ? nil : TimeSpan.seconds(limit)
        if !limit.isEmpty, within == nil {
            throw PlanFault(reason: "“\(limit)” is not a length of time such as 15m, 2h or 1d")
        }
        return PlannedStep(
            line: row.line, person: person, journey: row[4].isEmpty ? nil : row.string(4), step: row.string(1),
            expectation: expectation, within: within)
    }
}
