import Analysis
import Foundation
import LogArchive
import TrackingLog

/// A plan held against rows, which are read from a log; from several, cut in so many parts.
///
/// The time is so many seconds after 2026-11-20 00:00:00.
func check(
    _ plan: String, with rows: [Row], at second: Int = 86_400, parts: Int = 1,
    _ change: (inout PlanSearch) -> Void = { _ in }
) throws -> PlanResult {
    try withLogs(of: rows, parts: parts) { folder, logs in
        let file = folder.appending(path: "plan.csv").path()
        try Data(plan.utf8).write(to: URL(filePath: file))
        var search = PlanSearch(at: Row(second, "sent").time)
        change(&search)
        return try search.result(of: try TestPlanFile.read(file), in: logs).result
    }
}

extension PlanResult {
    /// The verdicts, in order.
    var verdicts: [StepResult.Verdict] { steps.map(\.verdict) }
}
