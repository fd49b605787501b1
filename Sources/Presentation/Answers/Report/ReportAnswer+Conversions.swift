import Analysis
import TrackingLog

extension ReportAnswer {
    private static let maximumGoals = 12

    /// The conversions of a list: all, by goal, by group, and groups compared; none without a list.
    var conversions: [Section] {
        guard let summary = report.conversions, let conversions = report.totals.conversions else { return [] }
        let totals = report.totals
        let rate = conversions.rate(of: totals)
        var facts = ["\(conversions.conversions.counting("conversion")) credited to"]
        facts.append("\(rate.count.grouped) of \(totals.delivered.counting("delivered message")),")
        if let interval = rate.wilsonInterval { facts.append("95 % interval \(interval.inPercent)") }
        if let value = conversions.value {
            facts[facts.count - 1] += ","
            facts.append("value \(value.text(decimals: summary.decimals ?? 0, isGrouped: true))")
        }
        let title = rate.value.map { "Conversions: \($0.inPercent) of delivered messages" } ?? "Conversions"
        var sections = [Section(title: title, [.paragraph(summary.words), .paragraph(facts)])]
        sections[0].blocks += summary.remainderWords.map { .paragraph($0.split(separator: " ").map(String.init)) }
        if summary.hasGoals { sections.append(goals(conversions, summary)) }
        if report.groups.count > 1 { sections.append(conversionGroups(summary)) }
        if let comparisons = summary.comparisons, !comparisons.pairs.isEmpty { sections.append(pairs(comparisons)) }
        return sections
    }

    private func goals(_ conversions: ConversionTotals, _ summary: ConversionSummary) -> Section {
        var table = Table(columns: [
            .init(title: "goal", alignment: .left, gap: 0, canShrink: true), .init(title: "messages"),
            .init(title: "conversions"),
        ])
        if summary.decimals != nil { table.columns.append(.init(title: "value")) }
        for goal in conversions.byGoal.prefix(Self.maximumGoals) {
            table.rows.append(
                [goal.goal?.printable ?? "no goal", goal.messages.grouped, goal.conversions.grouped]
                    + valueCell(goal.value, summary))
        }
        var section = Section([.table(table)])
        let others = conversions.byGoal.count - Self.maximumGoals
        if others > 0 { section.blocks.append(.paragraph(["and \(others.counting("other goal"))"])) }
        return conversions.byGoal.isEmpty ? Section() : section
    }

    /// The groups in the order of the report's.
    private func conversionGroups(_ summary: ConversionSummary) -> Section {
        var columns = report.dimensions.enumerated().map { index, dimension in
            Table.Column(title: dimension.title, alignment: .left, gap: index == 0 ? 0 : 2, canShrink: true)
        }
        columns += [
            .init(title: "delivered"), .init(title: "credited"), .init(title: "rate"), .init(title: "95 % interval"),
            .init(title: "conversions", isOptional: true),
        ]
        if summary.decimals != nil { columns.append(.init(title: "value", isOptional: true)) }
        var table = Table(columns: columns)
        func add(_ names: [String], _ totals: Totals) {
            guard let conversions = totals.conversions else { return }
            let rate = conversions.rate(of: totals)
            table.rows.append(
                names + [
                    rate.whole.grouped, rate.count.grouped, rate.value?.inPercent ?? "–",
                    rate.wilsonInterval?.inPercent ?? "–", conversions.conversions.grouped,
                ] + valueCell(conversions.value, summary))
        }
        for (_, group) in report.groupsToShow { add(group.values.map { $0?.printable ?? "–" }, group.totals) }
        if let others = report.others {
            let rest = Array(repeating: "", count: report.dimensions.count - 1)
            add(["\(others.groups.grouped) others"] + rest, others.totals)
        }
        return Section([.table(table)])
    }

    private func valueCell(_ value: ExactDecimal?, _ summary: ConversionSummary) -> [String] {
        guard let decimals = summary.decimals else { return [] }
        return [value?.text(decimals: decimals, isGrouped: true) ?? ""]
    }

    private func pairs(_ comparisons: ConversionComparisons) -> Section {
        var table = Table(columns: [
            .init(title: "first", alignment: .left, gap: 0, canShrink: true),
            .init(title: "rate"), .init(title: "second", alignment: .left, canShrink: true), .init(title: "rate"),
            .init(title: "difference"), .init(title: "95 % interval"), .init(title: "p"),
            .init(alignment: .left),
        ])
        var family: [String?]?
        for pair in comparisons.pairs {
            if family != pair.values, !pair.values.isEmpty {
                let words = comparisons.familyWords(of: pair)
                table.rows.append([words.isEmpty ? "–" : words.printable])
            }
            family = pair.values
            table.rows.append([
                pair.first.value.printable, pair.first.rate.value?.inPercent ?? "–", pair.second.value.printable,
                pair.second.rate.value?.inPercent ?? "–", pair.difference.asDifference, pair.interval.asDifference,
                pair.correctedPValue.asPValue, pair.verdict,
            ])
        }
        return Section(
            title: "Conversion compared by \(comparisons.dimension.title)",
            [.table(table), .paragraph(comparisons.words)])
    }
}
