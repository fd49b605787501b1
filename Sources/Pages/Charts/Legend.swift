/// What a color or a dash means.
public struct Legend: Sendable {
    /// One meaning.
    public struct Entry: Sendable {
        /// The class that styles it: `kind-sent`.
        public var style: String
        /// What it means.
        public var name: String
        /// Whether it is drawn as a line.
        public var isLine: Bool

        /// A style with its meaning.
        public init(style: String, name: String, isLine: Bool = false) {
            self.style = style
            self.name = name
            self.isLine = isLine
        }
    }

    private let entries: [Entry]

    /// A legend of these entries, in their order.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// The list.
    public var markup: HTML {
        let items = entries.map { entry -> HTML in
            let sample: HTML =
                entry.isLine
                ? "<line class=\"line \(entry.style)\" x1=\"1\" x2=\"27\" y1=\"6\" y2=\"6\"/>"
                : "<rect class=\"\(entry.style)\" width=\"14\" height=\"12\" rx=\"2\"/>"
            return """
                <li><svg width="\(entry.isLine ? 28 : 14)" height="12" aria-hidden="true">\(sample)</svg> \(entry.name)</li>
                """
        }
        return "<ul class=\"legend\">\(items)</ul>"
    }
}
