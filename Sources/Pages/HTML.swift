import TrackingLog

/// Markup in which every text is escaped.
///
/// The program's own literals are markup; what is put into them is text, or other markup:
///
/// ```swift
/// let cell: HTML = "<td class=\"name\">\(name)</td>"
/// ```
///
/// A literal is a `StaticString`, so that no text can be taken for markup by mistake. Where an attribute holds text, its
/// value stands in double quotes.
public struct HTML: Sendable, ExpressibleByStringInterpolation {
    /// The markup, as UTF-8 documents have it.
    public private(set) var source: String

    /// Markup without any text from elsewhere.
    public init(stringLiteral source: StaticString) {
        self.source = "\(source)"
    }

    /// A file of this module's own.
    init(trusting source: String) {
        self.source = source
    }

    /// Markup with texts in it.
    public init(stringInterpolation interpolation: Interpolation) {
        source = interpolation.source
    }

    /// Nothing.
    public static let empty: HTML = ""

    /// Whether there is nothing.
    public var isEmpty: Bool { source.isEmpty }

    /// One markup after another.
    public static func + (left: HTML, right: HTML) -> HTML { "\(left)\(right)" }

    /// Appends markup.
    public static func += (left: inout HTML, right: HTML) { left.source += right.source }

    /// What literals are put together from.
    public struct Interpolation: StringInterpolationProtocol, Sendable {
        fileprivate var source = ""

        /// Nothing yet.
        public init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        /// Appends the program's own markup.
        public mutating func appendLiteral(_ literal: StaticString) { source += "\(literal)" }

        /// Appends markup.
        public mutating func appendInterpolation(_ markup: HTML) { source += markup.source }

        /// Appends markup, piece after piece.
        public mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { source += piece.source }
        }

        /// Appends a text, escaped.
        public mutating func appendInterpolation(_ text: String) {
            source.unicodeScalars.append(contentsOf: text.escaped)
        }

        /// Appends a number.
        public mutating func appendInterpolation(_ number: Int) { source += "\(number)" }

        /// Appends a number, to hundredths: what a picture's coordinates need.
        public mutating func appendInterpolation(_ number: Double) { source += number.hundredths }
    }
}

extension [HTML] {
    /// The markup of all, piece after piece.
    public var joined: HTML { "\(self)" }
}

extension String {
    /// The text as HTML has it in texts and in quoted attributes.
    ///
    /// By scalars: to a `Character` a quote with an accent is another character, but to a browser it ends the attribute.
    /// What a log may hold to deceive a reader (controls, marks that reverse the direction) is made visible.
    fileprivate var escaped: UnicodeScalarView {
        var scalars = UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "&": scalars.append(contentsOf: "&amp;".unicodeScalars)
            case "<": scalars.append(contentsOf: "&lt;".unicodeScalars)
            case ">": scalars.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": scalars.append(contentsOf: "&quot;".unicodeScalars)
            case "'": scalars.append(contentsOf: "&#39;".unicodeScalars)
            case _ where scalar.isDeceptive: scalars.append("\u{FFFD}")
            default: scalars.append(scalar)
            }
        }
        return scalars
    }
}

extension Double {
    /// `12.5`, `3`: at most two decimals, none that are zeros.
    fileprivate var hundredths: String {
        // No picture has such a place.
        guard abs(self) < 1e12 else { return "0" }
        let whole = Int((self * 100).rounded())
        let (units, rest) = (abs(whole) / 100, abs(whole) % 100)
        let sign = whole < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(units)" }
        return rest % 10 == 0 ? "\(sign)\(units).\(rest / 10)" : "\(sign)\(units).\(rest < 10 ? "0" : "")\(rest)"
    }
}
