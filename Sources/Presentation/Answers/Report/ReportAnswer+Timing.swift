import Analysis
import TrackingLog

extension ReportAnswer {
    /// How long things took, and how often they were tried.
    var timing: Section {
        let latencies = [
            ("created to delivered", report.createdToDelivered), ("delivered to opened", report.deliveredToOpened),
        ]
        var table = Table(columns: [
            Table.Column(title: "latency", alignment: .left, gap: 0), Table.Column(title: "deliveries"),
            Table.Column(title: "p50"), Table.Column(title: "p90"), Table.Column(title: "p99"),
        ])
        for (name, latency) in latencies where latency.count > 0 {
            table.rows.append(
                [name, latency.count.grouped]
                    + [latency.p50, latency.p90, latency.p99].map { $0?.asTimeTaken ?? "–" })
        }
        var section = Section()
        if !table.rows.isEmpty { section.blocks.append(.table(table)) }
        for (name, latency) in latencies where latency.negative > 0 {
            section.blocks.append(
                .paragraph([
                    "\(latency.negative.counting("delivery", "deliveries")) left out of \(name):",
                    "the end comes before the beginning",
                ]))
        }
        let attempts = (1...Attempts.maximum).compactMap { number -> String? in
            let count = report.attempts[number]
            return count > 0 ? "\(number) × \(count.grouped)" : nil
        }
        let over =
            report.attempts.overMaximum > 0 ? ["over \(Attempts.maximum) × \(report.attempts.overMaximum.grouped)"] : []
        if !attempts.isEmpty || !over.isEmpty {
            section.blocks.append(.paragraph(["attempts, × deliveries:"] + (attempts + over).joinedByCommas))
        }
        return section
    }
}

extension Int {
    /// A number of seconds as people say it, in its two largest units: `42 s`, `3 h 12 min`.
    var asTimeTaken: String {
        let units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")]
        guard let first = units.firstIndex(where: { self >= $0.0 }) else { return "0 s" }
        let (size, unit) = units[first]
        let whole = "\((self / size).grouped) \(unit)"
        guard first + 1 < units.count else { return whole }
        let rest = self % size / units[first + 1].0
        return rest == 0 ? whole : "\(whole) \(rest) \(units[first + 1].1)"
    }
}
