import Analysis
import Foundation
import LogArchive
import TrackingLog

/// A list held against rows, which are read from a log; from several, cut in so many parts.
func reconcile(
    _ list: String, with rows: [Row], parts: Int = 1, aliases: Aliases? = nil,
    _ change: (inout ReconciliationOptions) -> Void = { _ in }
) throws -> Reconciliation {
    try withLogs(of: rows, parts: parts) { folder, logs in
        let file = folder.appending(path: "sent.csv")
        try Data(list.utf8).write(to: file)
        var comparison = LogReconciliation()
        comparison.aliases = aliases
        for verdict in Reconciliation.Verdict.allCases { comparison.comparison.shown[verdict] = .max }
        change(&comparison.comparison)
        return try comparison.reconcile(SentListFile(path: file.path()), with: logs).reconciliation
    }
}

extension Reconciliation {
    /// The texts of what has a verdict: codes, or targets with times.
    func texts(_ verdict: Verdict) -> [String] {
        (findings[verdict] ?? []).map { finding in
            finding.code ?? "\(finding.target ?? "") \(finding.time.map(\.description) ?? "")"
        }
    }

    /// `matched missing unknown unsettled doubled`.
    var figures: [Int] { Verdict.allCases.map { counts[$0] } }
}
