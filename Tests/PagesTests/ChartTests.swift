import Pages
import Testing

@Suite("Pictures")
struct ChartTests {
    private func axis(_ count: Int) -> Axis { Axis((0..<count).map { .init(label: "L\($0)") }) }

    /// The heights of the parts of columns with a style.
    private func heights(_ markup: HTML, _ style: String) -> [Double] {
        markup.source.matches(
            of: /<rect class="([a-z-]+)" x="[0-9.]+%" width="[0-9.]+%" y="[0-9.]+" height="([0-9.]+)"/
        )
        .filter { $0.1 == style }.compactMap { Double($0.2) }
    }

    @Test("have columns as high as their parts together")
    func columns() {
        let chart = ColumnChart(
            id: "c", title: "t", description: "d", axis: axis(3), styles: ["kind-a", "kind-b"],
            columns: [.init([100, 0], note: "n"), .init([50, 50], note: "n"), .init([0, 1], note: "<n>")])
        let markup = chart.markup
        // A pixel of each is the line between it and the next.
        #expect(heights(markup, "kind-a") == [179, 89])
        // One in a hundred would be 1.8 pixels; less than one would not be seen.
        #expect(heights(markup, "kind-b") == [89, 1.8])
        #expect(markup.source.contains("<title>&lt;n&gt;</title>"))
    }

    @Test("show one among a million")
    func one() {
        let chart = ColumnChart(
            id: "c", title: "t", description: "d", axis: axis(1), styles: ["kind-a", "kind-b"],
            columns: [.init([999_999, 1], note: "n")])
        #expect(heights(chart.markup, "kind-b") == [1])
        #expect(chart.markup.source.contains(">1 M</text>"))
    }

    @Test("label no more columns than there is room for", arguments: [1, 5, 16, 17, 72, 182, 520])
    func labels(count: Int) {
        let chart = ColumnChart(
            id: "c", title: "t", description: "d", axis: axis(count), styles: ["kind-a"],
            columns: (0..<count).map { _ in .init([1], note: "n") })
        let labels = chart.markup.source.matches(of: /<text class="tick( wide)?" x="[0-9.]+%"/)
        #expect((1...16).contains(labels.count))
        // On a narrow screen the wide ones are not shown.
        #expect((1...6).contains(labels.count { $0.1 == nil }), "\(labels.count { $0.1 == nil })")
    }

    @Test("have lines that break where there is no value, and points that stand alone")
    func lines() {
        let chart = LineChart(
            id: "l", title: "t", description: "d", axis: axis(5),
            lines: [.init(style: "line-a", values: [0, 1, nil, 0.5, nil])], notes: [])
        #expect(chart.markup.source.contains("d=\"M100 1000h0L300 0M700 500h0\""))
        // Without any value there is still a picture.
        let empty = LineChart(
            id: "l", title: "t", description: "d", axis: axis(1), lines: [.init(style: "line-a", values: [nil])],
            notes: [])
        #expect(empty.markup.source.contains("d=\"\""))
    }

    @Test("have bars that fill no more than their width")
    func bars() {
        let bar = Bar([("kind-a", 0.5), ("kind-b", 0.75), ("kind-c", 0)]).markup.source
        #expect(bar.contains("<rect class=\"kind-b\" x=\"50%\" width=\"50%\"") && !bar.contains("kind-c"))
    }
}
