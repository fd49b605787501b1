import Analysis
import Pages
import TrackingLog

extension ReportPage {
    /// How long things took, and how often they were tried.
    var timing: Page.Section {
        let latencies = [
            ("created-delivered", "From creation to delivery", report.createdToDelivered, "created_to_delivered"),
            ("delivered-opened", "From delivery to opening", report.deliveredToOpened, "delivered_to_opened"),
        ]
        var table = DataTable(
            "Half, nine in ten, and ninety-nine in a hundred deliveries took no longer",
            [
                .init("latency", .text), .init("deliveries"), .init("p50"), .init("p90"), .init("p99"),
                .init("excluded: ends before it starts"),
            ])
        var pictures: HTML = ""
        for (id, title, latency, key) in latencies {
            let path = "latency.\(key)"
            table.rows.append(
                ["\(title)", .figure(latency.count, "\(path).count")]
                    + [("p50", latency.p50), ("p90", latency.p90), ("p99", latency.p99)].map { name, value in
                        .figure(value.map(Double.init), shown: value?.asTimeTaken ?? "–", "\(path).\(name)")
                    } + [.figure(latency.negative, "\(path).negative")])
            if latency.count > 0 { pictures += picture(latency, id: id, title: title) }
        }
        return Page.Section(id: "timing", title: "How long it took", "\(pictures)\(table.markup)\(attempts)")
    }

    /// How many deliveries took how long.
    private func picture(_ latency: Latency, id: String, title: String) -> HTML {
        let used = latency.bins.indices.filter { latency.bins[$0].count > 0 }
        guard let first = used.first, let last = used.last else { return "" }
        let bins = latency.bins[first...last]
        let markers = [("p50", latency.p50), ("p90", latency.p90), ("p99", latency.p99)].compactMap {
            name, value -> ColumnChart.Marker? in
            value.flatMap { value in
                bins.position(of: value).map { .init(at: $0, label: "\(name) \(value.asTimeTaken)") }
            }
        }
        let chart = ColumnChart(
            id: id, title: "\(title): deliveries by the time taken",
            description: markers.map(\.label).joined(separator: ", ") + ".",
            axis: Axis(bins.map { .init(label: $0.from == 0 ? "0 s" : "from \($0.from.asTimeTaken)") }, labels: 12),
            styles: ["kind-plain"],
            columns: bins.map { bin in
                .init([bin.count], note: "\(bin.name): \(bin.count.counting("delivery", "deliveries"))")
            }, markers: markers, height: 120)
        var table = DataTable("\(title): deliveries by the time taken", [.init("time", .text), .init("deliveries")])
        for bin in bins { table.rows.append(["\(bin.name)", "\(bin.count.grouped)"]) }
        return """
            <figure>
            <figcaption>\(title)</figcaption>
            \(chart.markup)
            \(.details("The numbers by the time taken", table.markup))
            </figure>

            """
    }

    private var attempts: HTML {
        let counts =
            (1...Attempts.maximum).map { ("\($0)", report.attempts[$0], "\($0)") }
            + [("more than \(Attempts.maximum)", report.attempts.overMaximum, "over_\(Attempts.maximum)")]
        let all = counts.reduce(0) { $0 + $1.1 }
        var table = DataTable(
            "Deliveries by the number of times that they were sent",
            [.init("attempts", .text), .init("deliveries"), .init("share"), .init("", .bar)])
        for (name, count, key) in counts {
            let share = Rate(count, of: all)
            table.rows.append([
                "\(name)", .figure(count, "attempts.\(key)"), "\(share.percent)", Bar(share.value ?? 0).markup,
            ])
        }
        return "<h3>Attempts</h3>\n\(table.markup)"
    }
}

extension Latency.Bin {
    /// `2 to 5 s`.
    fileprivate var name: String {
        guard let to else { return "\(from.asTimeTaken) or more" }
        return to == 1 ? "under 1 s" : "\(from.asTimeTaken) to \(to.asTimeTaken)"
    }
}

extension ArraySlice<Latency.Bin> {
    /// Where a value lies, in bins from the left edge.
    fileprivate func position(of value: Int) -> Double? {
        guard let index = firstIndex(where: { value >= $0.from && value < $0.to ?? .max }) else { return nil }
        let bin = self[index]
        let width = Double((bin.to ?? 2 * bin.from) - bin.from)
        return Double(index - startIndex) + Swift.min(1, Double(value - bin.from) / Swift.max(width, 1))
    }
}
