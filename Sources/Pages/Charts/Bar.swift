/// A bar beside a number in a table. The number says it; the bar is for the eye only.
public struct Bar: Sendable {
    private let parts: [(style: String, share: Double)]

    /// A bar of one part.
    ///
    /// - Parameters:
    ///   - share: its part of the full width, from 0 to 1.
    ///   - style: the class that styles it.
    public init(_ share: Double, style: String = "kind-plain") {
        parts = [(style, share)]
    }

    /// A bar of several parts, from left to right.
    public init(_ parts: [(style: String, share: Double)]) {
        self.parts = parts
    }

    /// The bar.
    public var markup: HTML {
        var left = 0.0
        var rects: [HTML] = []
        for (style, share) in parts where share > 0 {
            let width = max(0, min(share, 1 - left)) * 100
            rects.append("<rect class=\"\(style)\" x=\"\(left * 100)%\" width=\"\(width)%\" height=\"100%\"/>")
            left += share
        }
        return "<svg class=\"bar\" width=\"100%\" height=\"10\" aria-hidden=\"true\">\(rects)</svg>"
    }
}
