import Analysis
import TrackingLog

extension ReportAnswer {
    static let maximumReasons = 12
    private static let maximumAdvice = 5

    /// Why deliveries failed, the most frequent reason first, and what to do about it.
    var reasons: Section {
        let reasons = report.reasons.filter { $0.deliveries > 0 }
        guard let first = reasons.first else { return Section() }
        var table = Table(columns: [
            Table.Column(title: "reason", alignment: .left, gap: 0, canShrink: true),
            Table.Column(title: "platform", alignment: .left), Table.Column(title: "deliveries"),
            Table.Column(gap: 1), Table.Column(title: "category", alignment: .left),
            Table.Column(title: "retry", alignment: .left), Table.Column(title: "token", alignment: .left),
        ])
        for count in reasons.prefix(Self.maximumReasons) {
            table.rows.append([
                count.name.printable, count.platform.name, count.deliveries.grouped, count.share.percent,
                count.reason?.category.rawValue ?? "–", count.reason?.retry.rawValue ?? "–",
                count.reason?.tokenAction.rawValue ?? "–",
            ])
        }
        var section = Section(
            title: "Why \(first.share.whole.counting("delivery", "deliveries")) failed", [.table(table)])
        let more = reasons.dropFirst(Self.maximumReasons)
        if !more.isEmpty {
            let deliveries = more.reduce(0) { $0 + $1.deliveries }
            section.blocks.append(
                .paragraph(["and \(more.count.counting("other")) of \(deliveries.counting("delivery", "deliveries"))"]))
        }
        section.blocks += advice(on: reasons)
        return section
    }

    /// What to do about the most frequent reasons, each named once for all platforms.
    private func advice(on reasons: [ReasonCount]) -> [Block] {
        var known: Set<Reason> = []
        let first = reasons.compactMap(\.reason).filter { known.insert($0).inserted }.prefix(Self.maximumAdvice)
        return first.map { reason in
            .paragraph(["→ \(reason.name):"] + reason.advice.split(separator: " ").map(String.init))
        }
    }
}
