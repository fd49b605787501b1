import Analysis
import TrackingLog

extension ReportAnswer {
    /// The totals by group: in order of time, else the most errors first.
    var groups: Section {
        let isByTime = report.isByTime
        var columns = report.dimensions.enumerated().map { index, dimension in
            Table.Column(
                title: dimension.title.printable, alignment: .left, gap: index == 0 ? 0 : 2, canShrink: true)
        }
        columns.append(Table.Column(title: "messages"))
        // Few senders report conversions.
        let showsConversions = report.totals.converted > 0
        for title in ["delivered", "errors", "opened"] + (showsConversions ? ["converted"] : []) {
            let isOptional = title == "converted"
            columns.append(Table.Column(title: title, isOptional: isOptional))
            columns.append(Table.Column(gap: 1, isOptional: isOptional))
        }
        var table = Table(columns: columns)
        func add(_ names: [String], _ totals: Totals) {
            var cells = [
                totals.messages.grouped, totals.delivered.grouped, totals.deliveryRate.percent,
                totals.errorRate.count.grouped, totals.errorRate.percent, totals.opened.grouped,
                totals.openRate.percent,
            ]
            if showsConversions { cells += [totals.converted.grouped, totals.conversionRate.percent] }
            table.rows.append(names + cells)
        }
        if isByTime {
            let most = report.groups.map(\.totals.messages).max() ?? 0
            table.bars = Table.Bars(
                column: report.dimensions.count,
                shares: report.groups.map { Rate($0.totals.messages, of: most).value })
        }
        for (_, group) in report.groupsToShow { add(group.values.map { $0?.printable ?? "–" }, group.totals) }
        var section = Section()
        if isByTime, report.timezone != "UTC" {
            section.blocks.append(
                .paragraph([
                    "\(report.dimensions.contains(.week) ? "Weeks, days" : "Days") and hours are those of \(report.timezone)."
                ]))
        }
        section.blocks.append(.table(table))
        if let others = report.others {
            let name = "\(others.groups.grouped) others"
            let rest = Array(repeating: "", count: report.dimensions.count - 1)
            add([name] + rest, others.totals)
            section.blocks[section.blocks.count - 1] = .table(table)
            section.blocks.append(
                .paragraph([
                    report.groups.count == 1
                        ? "The group with the most messages is shown;"
                        : "The \(report.groups.count.grouped) groups with the most messages are shown;",
                    "the \(others.groups.counting("other")) together make the last line.",
                ]))
        }
        return section
    }
}

extension Report {
    /// Whether its groups are by time.
    var isByTime: Bool { dimensions.contains(where: \.isTime) }

    /// The groups with their indexes in the report: by time if they are of times, else the most errors first.
    var groupsToShow: [(index: Int, group: Group)] {
        let groups = groups.enumerated().map { (index: $0.offset, group: $0.element) }
        guard !isByTime else { return groups }
        return groups.sorted { $0.group.totals.errorRate.count > $1.group.totals.errorRate.count }
    }
}
