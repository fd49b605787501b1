import EventStore
import Pages
import TrackingLog

// How many events there are, and what is sealed of them.

extension ConsolePage {
    var events: Page.Section? {
        guard let state else { return nil }
        let days = (0..<14).map { now.day.adding(days: $0 - 13) }
        let counts = days.map { state.days[$0] ?? 0 }
        let chart = ColumnChart(
            id: "days", title: "Events by day",
            description: "\(counts.reduce(0, +).counting("event")) happened in the last 14 days. Weekends are shaded.",
            axis: Axis(days.map { .init(label: String("\($0)".dropFirst(5)), isShaded: $0.isWeekend) }),
            styles: ["kind-plain"],
            columns: zip(days, counts).map { .init([$1], note: "\($0): \($1.counting("event"))") }, height: 140)
        var table = DataTable("Events by the day on which they happened", [.init("day", .text), .init("events")])
        table.rows = zip(days, counts).map { [.day($0), .count($1)] }
        return Page.Section(
            id: "events", title: "Events of the last 14 days",
            """
            <figure><figcaption>Events by the day on which they happened</figcaption>\(chart.markup)\
            \(.details("The numbers", table.markup))</figure>
            \(facts(of: state))
            """)
    }

    private func facts(of state: State) -> HTML {
        let gauges = state.gauges
        let verified: HTML =
            state.verification.map {
                tile("last verified night", .day($0.night), "found complete and unchanged on \($0.time.day)")
            } ?? ""
        return """
            <dl class="tiles">
            \(tile("not yet sealed", .count(gauges.unsealed), gauges.unsealed == 1 ? "event" : "events"))
            \(tile("last sealed night", gauges.sealedThrough.map { .day($0) } ?? "none yet", ""))
            \(verified)
            \(tile("last recording", gauges.lastRecorded.map { .day($0.day) } ?? "never", lastTime(gauges)))
            </dl>
            """
    }

    private func lastTime(_ gauges: StoreGauges) -> String {
        gauges.lastRecorded.map { "at \("\($0)".dropFirst(11))" } ?? ""
    }

    private func tile(_ name: String, _ value: HTML, _ note: String) -> HTML {
        """
        <div class="tile"><dt>\(name)</dt><dd class="value">\(value)</dd><dd class="of">\(note)</dd></div>

        """
    }
}
