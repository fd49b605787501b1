import EventStore
import Pages
import TrackingLog

// How many events there are, and what is sealed of them.

extension ConsolePage {
    /// The state of the store.
    struct State: Sendable {
        /// Events by the day on which they happened.
        var days: [Day: Int]
        var gauges: StoreGauges
        var verification: LastVerification?
    }

    var stateSection: Page.Section? {
        guard let state else { return nil }
        let days = (0..<14).map { now.day.adding(days: $0 - 13) }
        let counts = days.map { state.days[$0] ?? 0 }
        let title = "Events by the day on which they happened"
        let chart = ColumnChart(
            id: "days", title: title,
            description: "\(counts.reduce(0, +).counting("event")) in the last 14 days. Weekends are shaded.",
            axis: Axis(days.map { .init(label: $0.short, isShaded: $0.isWeekend) }), styles: ["kind-plain"],
            columns: zip(days, counts).map { .init([$1], note: "\($0): \($1.counting("event"))") }, height: 140)
        var table = DataTable(title, [.init("day", .text), .init("events")])
        table.rows = zip(days, counts).map { [.day($0), .count($1)] }
        return Page.Section(
            id: "events", title: "Events of the last 14 days",
            """
            <figure><figcaption>\(title)</figcaption>\(chart.markup)\
            \(.details("The numbers", table.markup))</figure>
            \(tiles(of: state))
            """)
    }

    private func tiles(of state: State) -> HTML {
        let (unsealed, sealed, recorded) = (
            state.gauges.unsealed, state.gauges.sealedThrough, state.gauges.lastRecorded
        )
        var tiles: [HTML] = [
            .tile("not yet sealed", .count(unsealed), unsealed == 1 ? "event" : "events"),
            .tile("last sealed night", short(sealed), year(sealed)),
        ]
        if let verification = state.verification {
            let time: HTML = "found complete and unchanged at \(.time(verification.time))"
            tiles.append(.tile("last verified night", short(verification.night), time))
        }
        tiles.append(
            .tile("last recording", short(recorded?.day), recorded.map { "at \(.time($0))" } ?? ""))
        return .tiles(tiles)
    }

    private func short(_ day: Day?) -> HTML { day.map { "\($0.short)" } ?? "none yet" }
    private func year(_ day: Day?) -> HTML { day.map { "\("\($0.date.year)")" } ?? "" }
}
