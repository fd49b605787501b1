import Analysis
import TrackingLog

extension Page {
    private static let mostReasons = 12
    private static let mostAdvice = 5

    /// Why deliveries failed, the most frequent reason first, and what to do about it.
    static func reasons(_ report: Report) -> Section {
        let reasons = report.reasons.filter { $0.deliveries > 0 }
        guard let first = reasons.first else { return Section() }
        var table = PageTable(columns: [
            PageTable.Column(title: "reason", alignment: .left, gap: 0, canShrink: true),
            PageTable.Column(title: "platform", alignment: .left), PageTable.Column(title: "deliveries"),
            PageTable.Column(gap: 1), PageTable.Column(title: "category", alignment: .left),
            PageTable.Column(title: "retry", alignment: .left), PageTable.Column(title: "token", alignment: .left),
        ])
        for count in reasons.prefix(mostReasons) {
            table.rows.append([
                count.name.printable, count.platform.name, count.deliveries.grouped, count.share.percent,
                count.reason?.category.rawValue ?? "–", count.reason?.retry.rawValue ?? "–",
                count.reason?.tokenAction.rawValue ?? "–",
            ])
        }
        var section = Section(
            title: "Why \(first.share.whole.counting("delivery", "deliveries")) failed", blocks: [.table(table)])
        let more = reasons.dropFirst(mostReasons)
        if !more.isEmpty {
            let deliveries = more.reduce(0) { $0 + $1.deliveries }
            section.blocks.append(
                .paragraph(["and \(more.count.counting("other")) of \(deliveries.counting("delivery", "deliveries"))"]))
        }
        section.blocks += advice(on: reasons)
        return section
    }

    /// What to do about the most frequent reasons, each named once, whatever platforms it was given on.
    private static func advice(on reasons: [ReasonCount]) -> [Block] {
        var known: Set<Reason> = []
        let first = reasons.compactMap(\.reason).filter { known.insert($0).inserted }.prefix(mostAdvice)
        return first.map { reason in
            .paragraph(["→ \(reason.name):"] + reason.advice.split(separator: " ").map(String.init))
        }
    }
}
