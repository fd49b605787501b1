/// Events in the order of time, in a lane for each thing that they happened to.
///
/// The way from one event to the next grows with the logarithm of the time between them: seconds and days fit into one
/// picture, and nothing lies on top of each other.
public struct LaneChart: Sendable {
    /// An event.
    public struct Event: Sendable {
        /// When, in seconds after any moment.
        public var second: Int
        /// The label above it.
        public var label: String
        /// Whether it is bad news: then it is a square, else a circle.
        public var isBad: Bool
        /// The tooltip.
        public var note: String

        /// An event with its label.
        public init(second: Int, label: String, isBad: Bool, note: String) {
            self.second = second
            self.label = label
            self.isBad = isBad
            self.note = note
        }
    }

    /// What happened to one thing.
    public struct Lane: Sendable {
        /// Its name.
        public var name: String
        /// Its events, in order.
        public var events: [Event]

        /// A lane with its events.
        public init(name: String, events: [Event]) {
            self.name = name
            self.events = events
        }
    }

    /// Unique on the page.
    public var id: String
    /// The accessible name.
    public var title: String
    /// What it shows, in a sentence.
    public var description: String
    /// The lanes, from top to bottom.
    public var lanes: [Lane]
    /// The name of a moment, which stands under the picture.
    public var timeName: @Sendable (Int) -> String

    /// A picture of lanes.
    public init(
        id: String, title: String, description: String, lanes: [Lane], timeName: @escaping @Sendable (Int) -> String
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.lanes = lanes
        self.timeName = timeName
    }

    private static let laneHeight = 62.0

    /// Where an event stands: its second, and its number among a lane's events of the same second.
    private struct Moment: Hashable, Comparable {
        var second: Int
        var number: Int

        static func < (left: Moment, right: Moment) -> Bool {
            (left.second, left.number) < (right.second, right.number)
        }
    }

    /// The picture.
    public var markup: HTML {
        let places = places
        let height = Double(lanes.count) * Self.laneHeight
        let drawn = lanes.enumerated().map { number, lane in
            self.lane(lane, top: Double(number) * Self.laneHeight, places)
        }
        return """
            <svg class="lanes" role="img" aria-labelledby="\(id)-t \(id)-d" width="100%" height="\(height + 22)">
            <title id="\(id)-t">\(title)</title><desc id="\(id)-d">\(description)</desc>
            \(drawn)\(ticks(places, at: height + 14))
            </svg>
            """
    }

    private func moments(of lane: Lane) -> [Moment] {
        var moments: [Moment] = []
        for event in lane.events {
            let number = moments.last.map { $0.second == event.second ? $0.number + 1 : 0 } ?? 0
            moments.append(Moment(second: event.second, number: number))
        }
        return moments
    }

    /// Where each moment is, in percent.
    private var places: [Moment: Double] {
        let moments = Set(lanes.flatMap(moments)).sorted()
        guard let first = moments.first else { return [:] }
        var way = 0.0
        var ways = [first: 0.0]
        for (earlier, later) in zip(moments, moments.dropFirst()) {
            // A factor of two takes as long as a second.
            way += 2 + Double(Int.bitWidth - (later.second - earlier.second).leadingZeroBitCount)
            ways[later] = way
        }
        return ways.mapValues { 3 + 94 * (way == 0 ? 0 : $0 / way) }
    }

    private func lane(_ lane: Lane, top: Double, _ places: [Moment: Double]) -> HTML {
        let y = top + 46
        let positions = moments(of: lane).compactMap { places[$0] }
        var taken = -100.0
        // Labels that would lie on others are left out.
        func isFree(_ x: Double) -> Bool {
            guard x - taken > 9 else { return false }
            taken = x
            return true
        }
        let events = zip(lane.events, positions).map { event, x -> HTML in
            let mark: HTML =
                event.isBad
                ? "<svg x=\"\(x)%\" y=\"\(y)\" overflow=\"visible\"><rect class=\"kind-failed\" x=\"-6\" y=\"-6\" width=\"12\" height=\"12\"/></svg>"
                : "<circle class=\"kind-sent\" cx=\"\(x)%\" cy=\"\(y)\" r=\"6\"/>"
            let anchor: HTML = x < 6 ? "start" : x > 94 ? "end" : "middle"
            let label = isFree(x) ? event.label.shortened(to: 16) : ""
            return """
                <g><title>\(event.note)</title>\(mark)<text class="tick wide" x="\(x)%" y="\(y - 12)" \
                text-anchor="\(anchor)">\(label)</text></g>

                """
        }
        return """
            <text class="name" x="0" y="\(top + 14)">\(lane.name.shortened(to: 60))</text>\
            <line class="grid" x1="\(positions.first ?? 0)%" x2="\(positions.last ?? 0)%" y1="\(y)" y2="\(y)"/>
            \(events)
            """
    }

    /// The first and the last moment, and those between for which there is room.
    private func ticks(_ places: [Moment: Double], at y: Double) -> HTML {
        let seconds = Set(places.keys.map(\.second)).sorted()
        var shown: [(second: Int, x: Double)] = []
        for second in seconds {
            let x = places[Moment(second: second, number: 0)] ?? 0
            guard second == seconds.first || x - (shown.last?.x ?? 0) > 22 && x < 76 || second == seconds.last else {
                continue
            }
            shown.append((second, x))
        }
        return shown.map { second, x -> HTML in
            let anchor: HTML = x < 6 ? "start" : x > 94 ? "end" : "middle"
            let isEnd = second == seconds.first || second == seconds.last
            return """
                <text class="\(isEnd ? "tick" : "tick wide" as HTML)" x="\(x)%" y="\(y)" text-anchor="\(anchor)">\
                \(timeName(second))</text>
                """
        }.joined
    }
}

extension String {
    /// The text, cut where it is longer than so many characters.
    fileprivate func shortened(to count: Int) -> String { self.count > count ? prefix(count - 1) + "…" : self }
}
