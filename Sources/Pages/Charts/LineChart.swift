/// Lines from column to column, of shares between 0 and 1.
public struct LineChart: Sendable {
    /// A line.
    public struct Line: Sendable {
        /// The class that styles it.
        public var style: String
        /// A share for each column; nil where there is none, and the line is broken.
        public var values: [Double?]

        /// A line through these shares.
        public init(style: String, values: [Double?]) {
            self.style = style
            self.values = values
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
    /// The lines.
    public var lines: [Line]
    /// The tooltip of each column.
    public var notes: [String]

    /// A picture of lines.
    public init(id: String, title: String, description: String, axis: Axis, lines: [Line], notes: [String]) {
        self.id = id
        self.title = title
        self.description = description
        self.axis = axis
        self.lines = lines
        self.notes = notes
    }

    /// The picture.
    public var markup: HTML {
        let chart = Chart(id: id, title: title, description: description, axis: axis, height: 120)
        let values = lines.flatMap(\.values).compactMap { $0 }
        let (lowest, highest) = (values.min() ?? 0, values.max() ?? 1)
        // At least five percentage points: a smaller range would magnify noise. Not over 100 % unless a value is.
        let low = max(0, min(lowest, highest - 0.05))
        let scale = Scale(from: low, to: max(highest, min(low + 0.05, 1)))
        let paths = lines.map { line -> HTML in
            "<path class=\"line \(line.style)\" d=\"\(path(line.values, scale))\"/>"
        }
        let notes = notes.enumerated().map { index, note -> HTML in
            """
            <rect class="hit" x="\(Double(index) * axis.width)%" width="\(axis.width)%" y="\(chart.top)" \
            height="\(chart.bottom - chart.top)"><title>\(note)</title></rect>
            """
        }
        // Paths know no percentages: they are drawn on a square that is stretched, their strokes are not.
        let plot: HTML = """
            <svg x="0" y="\(chart.top)" width="100%" height="\(chart.bottom - chart.top)" viewBox="0 0 1000 1000" \
            preserveAspectRatio="none" overflow="visible">\(paths)</svg>\(notes)
            """
        return chart.markup(plot, grid: chart.grid(scale) { "\(Int(($0 * 100).rounded())) %" })
    }

    private func path(_ values: [Double?], _ scale: Scale) -> HTML {
        var path: HTML = ""
        var isDown = false
        for (index, value) in values.enumerated() {
            guard let value else {
                isDown = false
                continue
            }
            let point: HTML = "\(axis.middle(index) * 10) \((1 - scale.place(value)) * 1000)"
            // A point of its own is a dot: a line without length, with round ends.
            path += isDown ? "L\(point)" : "M\(point)h0"
            isDown = true
        }
        return path
    }
}
