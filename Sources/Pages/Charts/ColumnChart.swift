import TrackingLog

/// Columns side by side, each of parts on top of each other.
public struct ColumnChart: Sendable {
    /// A column's parts, from the bottom to the top, and its tooltip.
    public struct Column: Sendable {
        /// How much of each kind.
        public var values: [Int]
        /// The tooltip.
        public var note: String

        /// A column of these parts.
        public init(_ values: [Int], note: String) {
            self.values = values
            self.note = note
        }
    }

    /// A line down the picture, with a text on top.
    public struct Marker: Sendable {
        /// Where, in columns from the left edge.
        public var position: Double
        /// The text.
        public var label: String

        /// A line with a text.
        public init(at position: Double, label: String) {
            self.position = position
            self.label = label
        }
    }

    /// Unique on the page.
    public var id: String
    /// The accessible name.
    public var title: String
    /// What it shows, in a sentence.
    public var description: String
    /// The columns' places.
    public var axis: Axis
    /// The classes of the parts.
    public var styles: [String]
    /// The columns, as many as the axis has.
    public var columns: [Column]
    /// Lines down the picture, from left to right.
    public var markers: [Marker]
    /// The height of the plot, in pixels.
    public var height: Double

    /// A picture of columns.
    public init(
        id: String, title: String, description: String, axis: Axis, styles: [String], columns: [Column],
        markers: [Marker] = [], height: Double = 180
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.axis = axis
        self.styles = styles
        self.columns = columns
        self.markers = markers
        self.height = height
    }

    private static let markerHeight = 15.0

    /// The picture.
    public var markup: HTML {
        let chart = Chart(
            id: id, title: title, description: description, axis: axis, height: height,
            above: Double(markers.count) * Self.markerHeight)
        let scale = Scale(from: 0, to: Double(columns.map { $0.values.reduce(0, +) }.max() ?? 0))
        let bars = columns.indices.map { bar($0, chart, scale) }
        let lines = markers.enumerated().map { marker($1, number: $0, chart) }
        let grid = chart.grid(scale) { Int(exactly: $0)?.short ?? "" }
        return chart.markup("\(bars)\(lines)", grid: grid)
    }

    private func bar(_ index: Int, _ chart: Chart, _ scale: Scale) -> HTML {
        let width = axis.width * 0.8
        let left = axis.middle(index) - width / 2
        var below = 0
        var parts: [HTML] = []
        for (value, style) in zip(columns[index].values, styles) where value > 0 {
            let (foot, head) = (chart.y(scale.place(Double(below))), chart.y(scale.place(Double(below + value))))
            below += value
            // Never so thin that it cannot be seen: one failure is a failure. A line of the page is between thicker parts.
            let height = foot - head > 4 ? foot - head - 1 : max(foot - head, 1)
            parts.append(
                """
                <rect class="\(style)" x="\(left)%" width="\(width)%" y="\(foot - height)" height="\(height)"/>
                """)
        }
        // Pointing anywhere in the column shows its note.
        return """
            <g><title>\(columns[index].note)</title><rect class="hit" x="\(Double(index) * axis.width)%" \
            width="\(axis.width)%" y="\(chart.top)" height="\(chart.bottom - chart.top)"/>\(parts)</g>

            """
    }

    private func marker(_ marker: Marker, number: Int, _ chart: Chart) -> HTML {
        let x = marker.position * axis.width
        let top = 12 + Double(number) * Self.markerHeight
        let isRight = x > 70
        return """
            <line class="marker" x1="\(x)%" x2="\(x)%" y1="\(top - 10)" y2="\(chart.bottom)"/>\
            <text class="marker" x="\(x)%" dx="\(isRight ? -5 : 5)" y="\(top)" \
            text-anchor="\(isRight ? "end" : "start" as HTML)">\(marker.label)</text>

            """
    }
}

extension Int {
    /// `2,500`, and from a million on `2.5 M`: what a picture's margin has room for.
    fileprivate var short: String {
        guard self >= 1_000_000 else { return grouped }
        let tenths = self / 100_000
        return "\((tenths / 10).grouped)\(tenths % 10 == 0 ? "" : ".\(tenths % 10)") M"
    }
}
