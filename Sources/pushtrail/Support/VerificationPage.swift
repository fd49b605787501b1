import Ledger
import LogVerification
import Reports
import TrackingLog
import TransparencyLog

/// What came of verifications, for people.
struct VerificationPage {
    private let verifications: [Verification]

    init(_ verifications: [Verification]) { self.verifications = verifications }

    /// The lines: what was looked at, each finding, and the answer.
    var text: String { verifications.map(page).joined(separator: "\n") }

    private func page(_ verification: Verification) -> String {
        var lines: [String] = []
        if let checkpoint = verification.checkpoint {
            let nights = verification.nights
            let days = nights.first.flatMap { first in nights.last.map { ", \(first.day) to \($0.day)" } } ?? ""
            lines.append(
                "\(checkpoint.origin): \(checkpoint.size.counting("night"))\(days), \(verification.rows.counting("row"))"
            )
            lines.append("root \(checkpoint.root)")
            lines += verification.signers.map { "signed by \($0)" }
        } else {
            lines.append("\(verification.path): \(verification.rows.counting("row"))")
        }
        lines += verification.findings.map(line)
        lines.append(answer(verification))
        return lines.map { $0.printable + "\n" }.joined()
    }

    private func line(_ finding: Finding) -> String {
        let entry = finding.entry.map { "(\($0))" } ?? ""
        let row = finding.row.map { ", row \($0.grouped)" } ?? ""
        let count = finding.count > 1 ? " (\(finding.count.grouped) times)" : ""
        return
            "\(finding.code.gravity): \(finding.path)\(entry)\(row): \(finding.code.rawValue): \(finding.reason)\(count)"
    }

    private func answer(_ verification: Verification) -> String {
        switch verification.gravity {
        case nil, .warning: verification.checkpoint == nil ? "sound" : "whole and unchanged"
        case .incomplete: "INCOMPLETE"
        case .changed: "CHANGED"
        case .unchecked: "NOT CHECKED"
        }
    }
}
