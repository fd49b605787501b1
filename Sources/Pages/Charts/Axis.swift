/// The horizontal axis that pictures of one page share: columns of equal width.
///
/// A picture is as wide as the page. So all horizontal measures are percentages, and text keeps its size on any screen.
public struct Axis: Sendable {
    /// A place on the axis.
    public struct Column: Sendable {
        /// The label under it, where there is room.
        public var label: String
        /// Whether it is set off from the others, as weekends are.
        public var isShaded: Bool

        /// A place with a label.
        public init(label: String, isShaded: Bool = false) {
            self.label = label
            self.isShaded = isShaded
        }
    }

    let columns: [Column]
    /// The first column with a label, and the distance of two; on a narrow screen it is longer.
    private let (first, distance, distanceOnNarrow): (Int, Int, Int)

    /// An axis with these columns.
    ///
    /// - Parameters:
    ///   - columns: from left to right.
    ///   - labels: the number of labels that there is room for; on a narrow screen it is a third.
    ///   - distances: the distances of labels to choose from, in order; multiples of the last are tried after it.
    ///   - first: the index of a column that always has a label.
    public init(_ columns: [Column], labels: Int = 16, distances: [Int] = [1, 2, 3, 4, 5, 10, 20], from first: Int = 0)
    {
        self.columns = columns
        let longest = distances.last ?? 1
        func spacing(for labels: Int, multipleOf base: Int) -> Int {
            let isEnough = { (distance: Int) in
                distance % base == 0 && (columns.count + distance - 1) / distance <= labels
            }
            return distances.first(where: isEnough) ?? (1...).lazy.map { $0 * (base == 1 ? longest : base) }.first(
                where: isEnough)
                ?? 1
        }
        distance = spacing(for: max(1, labels), multipleOf: 1)
        distanceOnNarrow = spacing(for: max(1, labels / 3), multipleOf: distance)
        self.first = first % distance
    }

    /// The width of a column, in percent.
    var width: Double { 100 / Double(max(1, columns.count)) }

    /// The middle of a column, in percent.
    func middle(_ index: Int) -> Double { (Double(index) + 0.5) * width }

    /// The shading behind columns that are set off.
    func shading(from top: Double, to bottom: Double) -> HTML {
        columns.indices.filter { columns[$0].isShaded }.map { index -> HTML in
            """
            <rect class="shade" x="\(Double(index) * width)%" width="\(width)%" y="\(top)" height="\(bottom - top)"/>
            """
        }.joined
    }

    /// The labels, with their feet at a height.
    func labels(at y: Double) -> HTML {
        columns.indices.filter { ($0 - first) % distance == 0 }.map { index -> HTML in
            let isOnNarrow = (index - first) % distanceOnNarrow == 0
            // A label at the very edge would be cut.
            let (x, anchor): (Double, HTML) =
                switch middle(index) {
                case ..<3: (0, "start")
                case 97...: (100, "end")
                default: (middle(index), "middle")
                }
            return """
                <text class="\(isOnNarrow ? "tick" : "tick wide" as HTML)" x="\(x)%" y="\(y)" text-anchor="\(anchor)">\
                \(columns[index].label)</text>
                """
        }.joined
    }
}
