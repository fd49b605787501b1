public import TrackingLog

/// The days of a year in columns of weeks, from Monday to Sunday, as calendars of activity have them.
public struct Calendar: Sendable {
    /// A day.
    public struct Cell: Sendable {
        /// The date.
        public var day: Day
        /// The class that styles it: `night-present`.
        public var style: String
        /// Whether it has a mark at its upper edge.
        public var isMarked: Bool
        /// Whether it is crossed out.
        public var isCrossed: Bool
        /// The tooltip.
        public var note: String

        /// A day with what is said of it.
        public init(day: Day, style: String, isMarked: Bool = false, isCrossed: Bool = false, note: String) {
            self.day = day
            self.style = style
            self.isMarked = isMarked
            self.isCrossed = isCrossed
            self.note = note
        }
    }

    private let id: String
    private let title: String
    private let description: String
    private let cells: [Cell]

    /// A calendar from the first of some days to the last.
    ///
    /// - Parameters:
    ///   - id: unique on the page.
    ///   - title: the accessible name.
    ///   - description: what it shows, in a sentence.
    ///   - cells: the days, in order.
    public init(id: String, title: String, description: String, cells: [Cell]) {
        self.id = id
        self.title = title
        self.description = description
        self.cells = cells
    }

    /// A day's height, and the distance of two, in pixels.
    private static let (height, distance) = (14.0, 18.0)

    /// The picture; empty if there are no days.
    public var markup: HTML {
        guard let first = cells.first?.day.monday, let last = cells.last?.day.monday else { return "" }
        let weeks = Int(last.daysSince1970 - first.daysSince1970) / 7 + 1
        // A short history is not stretched over the page: no day is wider than it is high, about.
        let width = min(100 / Double(weeks), 2)
        let drawn = cells.map { cell in
            let days = Int(cell.day.daysSince1970 - first.daysSince1970)
            return self.cell(cell, x: Double(days / 7) * width, width: width, y: 20 + Double(days % 7) * Self.distance)
        }
        var labeled = -4
        let labels = (0..<weeks).compactMap { week -> HTML? in
            // The week in which a month begins, and the first.
            let end = first.adding(days: Int64(7 * week + 6))
            guard week == 0 || end.date.day <= 7 && end <= cells[cells.count - 1].day, week - labeled >= 4 else {
                return nil
            }
            labeled = week
            let date = (week == 0 ? cells[0].day : end).date
            let name = "\(date.year)-\(date.month < 10 ? "0" : "")\(date.month)"
            let isOnNarrow = week == 0 || date.month % 3 == 1
            return """
                <text class="\(isOnNarrow ? "tick" : "tick wide" as HTML)" x="\(Double(week) * width)%" y="12">\(name)</text>
                """
        }
        return """
            <svg class="calendar" role="img" aria-labelledby="\(id)-t \(id)-d" width="100%" height="150">
            <title id="\(id)-t">\(title)</title><desc id="\(id)-d">\(description)</desc>
            \(labels)
            \(drawn)</svg>
            """
    }

    private func cell(_ cell: Cell, x: Double, width: Double, y: Double) -> HTML {
        let inner = width * 0.8
        let right = x + inner
        let cross: HTML =
            cell.isCrossed
            ? """
            <line class="cross" x1="\(x)%" x2="\(right)%" y1="\(y)" y2="\(y + Self.height)"/>\
            <line class="cross" x1="\(right)%" x2="\(x)%" y1="\(y)" y2="\(y + Self.height)"/>
            """ : ""
        let mark: HTML =
            cell.isMarked
            ? "<rect class=\"night-late\" x=\"\(x)%\" y=\"\(y)\" width=\"\(inner)%\" height=\"4\"/>" : ""
        return """
            <g><title>\(cell.note)</title><rect class="\(cell.style)" x="\(x)%" y="\(y)" width="\(inner)%" \
            height="\(Self.height)"/>\(mark)\(cross)</g>

            """
    }
}
