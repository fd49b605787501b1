/// What all pictures have: a name and a description for those who do not see them, and an axis.
struct Chart {
    let id: String
    let title: String
    let description: String
    let axis: Axis
    /// The heights of the plot's upper and lower edge, in pixels.
    let (top, bottom): (Double, Double)

    /// A picture of a height, without the axis below it and the topmost label.
    init(id: String, title: String, description: String, axis: Axis, height: Double, above: Double = 0) {
        self.id = id
        self.title = title
        self.description = description
        self.axis = axis
        top = 8 + above
        bottom = top + height
    }

    /// The height of a place between the bottom (0) and the top (1).
    func y(_ place: Double) -> Double { bottom - place * (bottom - top) }

    /// The lines across the picture, each with its value in the margin that the style leaves at the left.
    func grid(_ scale: Scale, _ name: (Double) -> String) -> HTML {
        scale.values.map { value -> HTML in
            let y = y(scale.place(value))
            return """
                <line class="grid" x1="0" x2="100%" y1="\(y)" y2="\(y)"/>\
                <text class="tick" x="-8" y="\(y + 4)" text-anchor="end">\(name(value))</text>
                """
        }.joined
    }

    /// The whole picture around what is plotted.
    func markup(_ plot: HTML, grid: HTML) -> HTML {
        """
        <svg class="chart" role="img" aria-labelledby="\(id)-t \(id)-d" width="100%" height="\(bottom + 22)">
        <title id="\(id)-t">\(title)</title><desc id="\(id)-d">\(description)</desc>
        \(axis.shading(from: top, to: bottom))\(grid)
        \(plot)
        \(axis.labels(at: bottom + 16))
        </svg>
        """
    }
}
