import Analysis
import LogArchive
import Pages
import TrackingLog

extension ReportPage {
    /// The conversions of a list: all, by group and goal, and groups compared; none without a list.
    var conversions: [Page.Section] {
        guard let summary = report.conversions, let conversions = report.totals.conversions else { return [] }
        let rate = conversions.rate(of: report.totals)
        let title = rate.value.map { "Conversions: \($0.inPercent) of delivered messages" } ?? "Conversions"
        return [
            Page.Section(
                id: "conversions", title: title,
                [
                    "<p>\(.name(summary.words.joined(separator: " "))).</p>\n", remainder(summary), groups(summary),
                    pairs(summary), .details("Conversions by goal, and all counts of the list", details(summary)),
                ].joined)
        ]
    }

    private func remainder(_ summary: ConversionSummary) -> HTML {
        let lines = summary.remainderWords
        return lines.isEmpty ? "" : "<ul>\(lines.map { "<li>\(.name($0))</li>" as HTML })</ul>\n"
    }

    /// All messages and each group: their titles, totals and place in the JSON.
    private var parts: [(titles: [HTML], totals: Totals, path: String)] {
        let rest = [HTML](repeating: "", count: max(0, report.dimensions.count - 1))
        let groups = report.groupsToShow.map { index, group in
            (
                titles: group.values.map { value -> HTML in value.map { .name($0) } ?? "–" }, totals: group.totals,
                path: "groups[\(index)]"
            )
        }
        let others = report.others.map {
            (titles: ["\($0.groups.grouped) others"] + rest, totals: $0.totals, path: "others")
        }
        return groups + [others].compactMap(\.self)
            + [(titles: (["all"] as [HTML]) + rest, totals: report.totals, path: "totals")]
    }

    private func groups(_ summary: ConversionSummary) -> HTML {
        var table = DataTable(
            "Conversion of delivered messages, with 95 % intervals",
            report.dimensions.map { .init($0.title, .text) } + [
                .init("delivered"), .init("with a conversion"), .init("rate"), .init("", .bar), .init("from"),
                .init("to"), .init("conversions"), .init("value"),
            ], isSortable: true)
        let rows = parts.map { part -> [HTML] in
            guard let conversions = part.totals.conversions else { return [] }
            let (rate, path) = (conversions.rate(of: part.totals), "\(part.path).conversions")
            let interval = rate.wilsonInterval
            return part.titles + [
                .count(rate.whole), .figure(conversions.messages, "\(path).messages"),
                .figure(rate.value, shown: rate.value?.inPercent ?? "–", "\(path).rate"),
                Bar(rate.value ?? 0, style: MessageOutcome.sent.style).markup,
                .figure(interval?.lowerBound, shown: interval?.lowerBound.inPercent ?? "–", "\(path).interval[0]"),
                .figure(interval?.upperBound, shown: interval?.upperBound.inPercent ?? "–", "\(path).interval[1]"),
                .figure(conversions.conversions, "\(path).conversions"),
                value(conversions.value, summary, "\(path).value"),
            ]
        }
        table.rows = rows.dropLast()
        table.footer = rows.last
        return table.markup
    }

    private func value(_ value: ExactDecimal?, _ summary: ConversionSummary, _ path: String) -> HTML {
        value.map { .decimal($0, decimals: summary.decimals ?? 0, path) } ?? "–"
    }

    // MARK: - Groups compared

    private func pairs(_ summary: ConversionSummary) -> HTML {
        guard let comparisons = summary.comparisons, !comparisons.pairs.isEmpty else { return "" }
        let name = comparisons.dimension.title
        var table = DataTable(
            "Groups compared by \(name)",
            comparisons.shared.map { .init($0.title, .text) } + [
                .init("first", .text), .init("delivered"), .init("with a conversion"), .init("rate"),
                .init("second", .text), .init("delivered"), .init("with a conversion"), .init("rate"),
                .init("difference"), .init("from"), .init("to"), .init("p"), .init("p, corrected"),
                .init("verdict", .text),
            ], isSortable: true)
        for (place, pair) in comparisons.pairs.enumerated() {
            let path = "conversions.comparisons.pairs[\(place)]"
            func side(_ side: ConversionComparisons.Side, _ key: String) -> [HTML] {
                [
                    .name(side.value), .figure(side.rate.whole, "\(path).\(key).delivered"),
                    .figure(side.rate.count, "\(path).\(key).messages"),
                    .figure(side.rate.value, shown: side.rate.value?.inPercent ?? "–", "\(path).\(key).rate"),
                ]
            }
            let shared = pair.values.map { value -> HTML in value.map { .name($0) } ?? "–" }
            let figures: [HTML] = [
                .figure(pair.difference, shown: pair.difference.asDifference, "\(path).difference"),
                .figure(
                    pair.interval.lowerBound, shown: pair.interval.lowerBound.asDifference, "\(path).interval[0]"),
                .figure(
                    pair.interval.upperBound, shown: pair.interval.upperBound.asDifference, "\(path).interval[1]"),
                .figure(pair.pValue, shown: pair.pValue.asPValue, "\(path).p_value"),
                .figure(pair.correctedPValue, shown: pair.correctedPValue.asPValue, "\(path).p_value_holm"),
                "\(pair.verdict)",
            ]
            table.rows.append(shared + side(pair.first, "first") + side(pair.second, "second") + figures)
        }
        return "\(table.markup)\n<p>\(comparisons.words.joined(separator: " "))</p>\n"
    }

    // MARK: - Details

    private func details(_ summary: ConversionSummary) -> HTML {
        var table = DataTable(
            "By goal",
            report.dimensions.map { .init($0.title, .text) } + [
                .init("goal", .text), .init("messages"), .init("conversions"), .init("value"),
            ], isSortable: true)
        for part in parts {
            for (place, goal) in (part.totals.conversions?.byGoal ?? []).enumerated() {
                let path = "\(part.path).conversions.by_goal[\(place)]"
                table.rows.append(
                    part.titles + [
                        goal.goal.map { .name($0) } ?? "no goal", .figure(goal.messages, "\(path).messages"),
                        .figure(goal.conversions, "\(path).conversions"), value(goal.value, summary, "\(path).value"),
                    ])
            }
        }
        return table.markup + counts(summary)
    }

    private func counts(_ summary: ConversionSummary) -> HTML {
        var table = DataTable("The list of conversions", [.init("what", .text), .init("count")])
        func add(_ name: String, _ count: Int, _ key: String) {
            table.rows.append(["\(name)", .figure(count, "conversions.\(key)")])
        }
        add("conversions", summary.listed, "listed")
        add("of people who are not in the logs", summary.ofUnknownPeople, "of_unknown_people")
        add("without a message in the time before", summary.withoutMessage, "without_message")
        add("credited to messages outside this report", summary.ofOtherMessages, "of_other_messages")
        add("longest time from a delivery, in seconds", summary.window, "window_seconds")
        for (name, faults, key) in [
            ("rows not used", summary.unusable, "unusable"), ("rows that repeat another", summary.repeated, "repeated"),
        ] {
            add(name, faults.count, "\(key).count")
            if let first = faults.first { add("the first of them: line", first.line, "\(key).line") }
        }
        if let comparisons = summary.comparisons {
            add("pairs of groups", comparisons.allPairs, "comparisons.all_pairs")
        }
        return table.markup
    }
}
