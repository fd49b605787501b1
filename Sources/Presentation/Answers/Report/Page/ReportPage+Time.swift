import Analysis
import Pages
import TrackingLog

extension ReportPage {
    /// Messages over time: how they ended, and the rates of each platform.
    var overTime: [Page.Section] {
        guard let series = report.overTime?.series, series.points.count > 1 else { return [] }
        return [Page.Section(id: "time", title: series.step.title, "\(columns(series))\n\(lines(series))")]
    }

    private func columns(_ series: Series) -> HTML {
        let chart = ColumnChart(
            id: "time-outcomes", title: "Messages by \(series.step.name) and outcome",
            description: description(of: series), axis: axis(series), styles: MessageOutcome.stacked.map(\.style),
            columns: series.points.map { point in
                let counts = point.counts
                return ColumnChart.Column(MessageOutcome.stacked.map { counts[$0] }, note: note(on: point, series.step))
            })
        let legend = Legend(
            MessageOutcome.stacked.reversed().map { .init(style: $0.style, name: "\($0.name): \($0.meaning)") })
        var table = DataTable(
            "Messages by \(series.step.name)",
            [.init(series.step.name, .text), .init("messages")]
                + MessageOutcome.shown.map { .init($0.name) }
                + [.init("delivered"), .init("delivery rate"), .init("opened"), .init("open rate")])
        for point in series.points {
            let counts = point.counts
            table.rows.append(
                ["\(series.step.words(point.start))", "\(counts.messages.grouped)"]
                    + MessageOutcome.shown.map { "\(counts[$0].grouped)" }
                    + [
                        "\(counts.delivered.grouped)", "\(counts.deliveryRate.percent)", "\(counts.opened.grouped)",
                        "\(counts.openRate.percent)",
                    ])
        }
        let weekends: HTML = series.step == .day ? " Weekends are shaded." : ""
        let outside: HTML =
            series.outside == 0
            ? ""
            : " \(series.outside.counting("message")) dated far outside this period \(series.outside == 1 ? "is" : "are") not shown."
        return """
            <figure>
            <figcaption>Messages by the \(series.step.name) of their first event, and how they ended</figcaption>
            <p class="quiet">Times are in \(report.timezone).\(weekends)\(outside)</p>
            \(legend.markup)
            \(chart.markup)
            \(.details("The numbers by \(series.step.name)", table.markup))
            </figure>
            """
    }

    private func lines(_ series: Series) -> HTML {
        let platforms = Platform.allCases.filter { platform in series.points.contains { $0.byPlatform[platform] != nil }
        }
        let legend = Legend(platforms.map { .init(style: $0.lineStyle, name: $0.name, isLine: true) })
        let rates: [(id: String, title: String, rate: (MessageCounts) -> Rate)] = [
            ("delivery", "Delivery rate: delivered messages of all", \.deliveryRate),
            ("open", "Open rate: opened messages of the delivered", \.openRate),
        ]
        let pictures = rates.map { id, title, rate -> HTML in
            func shown(_ point: Series.Point, _ platform: Platform) -> Rate {
                point.byPlatform[platform].map(rate) ?? Rate(0, of: 0)
            }
            let chart = LineChart(
                id: "time-\(id)", title: "\(title), by \(series.step.name) and platform",
                description: "A line for each platform: \(platforms.map(\.name).joined(separator: ", ")).",
                axis: axis(series),
                lines: platforms.map { platform in
                    .init(style: platform.lineStyle, values: series.points.map { shown($0, platform).value })
                },
                notes: series.points.map { point in
                    let values = platforms.map { "\($0.name) \(shown(point, $0).percent)" }
                    return "\(series.step.words(point.start)): " + values.joined(separator: ", ")
                })
            var table = DataTable(
                title, [.init(series.step.name, .text)] + platforms.flatMap { [.init("\($0.name)"), .init("of")] })
            for point in series.points {
                table.rows.append(
                    ["\(series.step.words(point.start))"]
                        + platforms.flatMap { platform -> [HTML] in
                            let rate = shown(point, platform)
                            return ["\(rate.percent)", "\(rate.whole.grouped)"]
                        })
            }
            return """
                <figure>
                <figcaption>\(title)</figcaption>
                \(chart.markup)
                \(.details("The numbers by \(series.step.name) and platform", table.markup))
                </figure>

                """
        }
        return "<h3>By platform</h3>\n\(legend.markup)\n\(pictures)"
    }

    private func axis(_ series: Series) -> Axis {
        let starts = series.points.map(\.start)
        // Hours are labeled at midnight, at noon and between, weeks where a year begins.
        let first = series.step == .hour ? starts.firstIndex { $0 == $0.day.start } ?? 0 : 0
        return Axis(
            starts.map { start in
                .init(
                    label: series.step.label(start, isLong: starts.count > 53),
                    isShaded: series.step == .day && start.day.isWeekend)
            }, distances: series.step == .hour ? [1, 2, 3, 6, 12, 24] : [1, 2, 3, 4, 7, 13, 14, 26, 52], from: first)
    }

    private func note(on point: Series.Point, _ step: Series.Step) -> String {
        let counts = point.counts
        let outcomes = MessageOutcome.shown.filter { counts[$0] > 0 }.map { "\($0.name) \(counts[$0].grouped)" }
        return "\(step.words(point.start)): \(counts.messages.counting("message")); "
            + (outcomes + ["delivery rate \(counts.deliveryRate.percent)", "open rate \(counts.openRate.percent)"])
            .joined(separator: ", ")
    }

    private func description(of series: Series) -> String {
        guard let most = series.points.max(by: { $0.counts.messages < $1.counts.messages }),
            let first = series.points.first, let last = series.points.last
        else { return "" }
        return "From \(series.step.words(first.start)) to \(series.step.words(last.start)). Most messages: "
            + "\(most.counts.messages.grouped), \(series.step.words(most.start))."
    }
}

extension MessageOutcome {
    /// From the bottom of a column to its top.
    fileprivate static let stacked = [MessageOutcome.sent, .attempted, .suppressed, .bounced, .failed]
}

extension Platform {
    fileprivate var lineStyle: String { "line-\(name)" }
}

extension Series.Step {
    fileprivate var name: String { "\(self)" }

    fileprivate var title: String {
        switch self {
        case .hour: "Hour by hour"
        case .day: "Day by day"
        case .week: "Week by week"
        case .year: "Year by year"
        }
    }

    /// The label under a column.
    ///
    /// - Parameter isLong: whether there is more than a year of columns.
    fileprivate func label(_ start: Timestamp, isLong: Bool) -> String {
        switch self {
        case .hour: start == start.day.start ? start.day.short : hour(start)
        case .day: start.day.short
        // Over years, a month with its year says more than a day.
        case .week: isLong ? start.day.monthAndYear : start.day.short
        case .year: "\(start.day.date.year)"
        }
    }

    /// A step by its beginning: `Mon 2026-11-16`, `2026-11-16 14:00`.
    fileprivate func words(_ start: Timestamp) -> String {
        switch self {
        case .hour: "\(start.day) \(hour(start))"
        case .day: "\(start.day.weekday) \(start.day)"
        case .week: "week of \(start.day)"
        case .year: "\(start.day.date.year)"
        }
    }

    private func hour(_ start: Timestamp) -> String { "\(start.description.dropFirst(11).prefix(5))" }
}
