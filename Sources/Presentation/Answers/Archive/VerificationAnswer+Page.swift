import Ledger
import LogVerification
public import Pages
import TrackingLog
import TransparencyLog

extension VerificationAnswer: PageAnswer {
    /// The verdict, what was checked against what, and each finding: what an auditor files.
    public var page: Page {
        let isOne = verifications.count == 1
        let title = isOne ? verifications.map { "\($0.path): \(verdict(on: $0))" }.joined() : "Verification"
        let sections = verifications.enumerated().map { index, verification in
            Page.Section(
                id: "verification-\(index)", title: verification.path,
                section(verification, path: isOne ? "" : "[\(index)]."))
        }
        return Page(
            title: title,
            lead: """
                <p class="lead">\(verifications.count.counting("archive or log", "archives and logs")) checked on \
                \(time.description)\(isOne ? "" : ": \(verdicts)").</p>
                """,
            sections: sections, footer: "<p>Made by <code>pushtrail verify</code>. Times are UTC.</p>")
    }

    /// How many have which verdict, those that are not checked or changed first.
    private var verdicts: String {
        let order: [Gravity?] = [.unchecked, .changed, .incomplete, nil]
        return order.compactMap { gravity -> String? in
            let found = verifications.filter { ($0.gravity == .warning ? nil : $0.gravity) == gravity }
            guard let first = found.first else { return nil }
            // An archive's verdict has other words than a zip's.
            return "\(found.count) \(gravity == nil ? "complete" : verdict(on: first))"
        }.joined(separator: ", ")
    }

    private func section(_ verification: Verification, path: String) -> HTML {
        let isGood = [nil, .warning].contains(verification.gravity)
        return """
            <p class="verdict \(isGood ? "good" : "bad" as HTML)">\(isGood ? "✓" : "✗") \(verdict(on: verification))</p>
            \(facts(verification, path).markup)
            \(findings(verification, path))
            """
    }

    private func facts(_ verification: Verification, _ path: String) -> DataTable {
        var table = DataTable("What was checked", [.init("fact", .text), .init("value", .text)])
        if let checkpoint = verification.checkpoint {
            table.rows += [
                ["log", .name(checkpoint.origin)],
                [
                    verification.erasures.isEmpty ? "nights in the checkpoint" : "entries in the checkpoint",
                    .figure(checkpoint.size, "\(path)size"),
                ],
                ["nights read", .figure(verification.nights.count, "\(path)nights")],
                ["root", "<code>\(.name(checkpoint.root.base64))</code>"],
            ]
            table.rows += verification.signers.map { ["signed by", .name($0.description)] }
            if let first = verification.nights.first, let last = verification.nights.last {
                table.rows.append(["days", "\(first.day.description) to \(last.day.description)"])
            }
        } else {
            table.rows.append(["nights read", .figure(verification.nights.count, "\(path)nights")])
        }
        table.rows.append(["rows", .figure(verification.rows, "\(path)rows")])
        if let unchecked = unchecked(in: verification) { table.rows.append(["not checked", .name(unchecked)]) }
        if let erased = erased(in: verification) { table.rows.append(["erased", .name(erased)]) }
        if let timestamp = verification.timestamp, timestamp.isAuthentic {
            table.rows.append([
                "timestamp",
                "\(timestamp.time.description), its authority was checked",
            ])
        }
        table.rows += evidence(of: verification).map { ["\($0.name)", .name($0.text)] }
        return table
    }

    private func findings(_ verification: Verification, _ path: String) -> HTML {
        guard !verification.findings.isEmpty else { return "<p>No findings.</p>" }
        var table = DataTable(
            "Findings, most severe first",
            [
                .init("finding", .text), .init("gravity", .text), .init("file", .text), .init("row"), .init("times"),
                .init("what it is", .text),
            ], isSortable: true)
        for (place, finding) in verification.findings.enumerated() {
            let path = "\(path)findings[\(place)]"
            table.rows.append([
                "\(finding.code.rawValue)", "\(finding.code.gravity.rawValue)",
                .name(finding.path + (finding.entry.map { "(\($0))" } ?? "")),
                finding.row.map { .figure($0, "\(path).row") } ?? "", .figure(finding.count, "\(path).count"),
                .name(finding.reason),
            ])
        }
        return table.markup
    }
}
