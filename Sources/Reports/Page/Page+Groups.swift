import Analysis

extension Page {
    /// The totals by group. Groups that are no times stand with the most errors first: that is where to look.
    static func groups(_ report: Report) -> Section {
        let isByTime = report.dimensions.contains { $0 == .day || $0 == .hour }
        let groups =
            isByTime
            ? report.groups : report.groups.sorted { $0.totals.errorRate.count > $1.totals.errorRate.count }
        var columns = report.dimensions.enumerated().map { index, dimension in
            PageTable.Column(
                title: dimension.title, alignment: .left, gap: index == 0 ? 0 : 2, canShrink: true)
        }
        columns.append(PageTable.Column(title: "messages"))
        for title in ["delivered", "errors", "opened"] {
            columns.append(PageTable.Column(title: title))
            columns.append(PageTable.Column(gap: 1))
        }
        var table = PageTable(columns: columns)
        for group in groups { table.add(group.values.map { $0?.printable ?? "–" }, group.totals) }
        var section = Section(blocks: [.table(table)])
        if let others = report.others {
            let name = "\(others.groups.grouped) others"
            let rest = Array(repeating: "", count: report.dimensions.count - 1)
            table.add([name] + rest, others.totals)
            section.blocks = [
                .table(table),
                .paragraph([
                    "The \(report.groups.count.grouped) groups with the most messages are shown;",
                    "the \(others.groups.counting("other")) together make the last line.",
                ]),
            ]
        }
        return section
    }
}

extension PageTable {
    fileprivate mutating func add(_ names: [String], _ totals: Totals) {
        rows.append(
            names + [
                totals.messages.grouped, totals.delivered.grouped, totals.deliveryRate.percent,
                totals.errorRate.count.grouped, totals.errorRate.percent, totals.opened.grouped,
                totals.openRate.percent,
            ])
    }
}

extension Dimension {
    /// What the dimension is called above a column.
    fileprivate var title: String { self == .reasonCategory ? "reasons" : rawValue }
}
