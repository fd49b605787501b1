import TrackingLog

/// A number with up to six decimals, which is added without rounding.
public struct ExactDecimal: Sendable, Hashable, Comparable {
    /// The number in millionths.
    public var millionths: Int128

    /// The most decimals of a number.
    public static let maximumDecimals = 6
    /// The most digits before the decimal point.
    private static let maximumDigits = 12

    /// No value.
    public static let zero = ExactDecimal(millionths: 0)

    /// A number of millionths.
    public init(millionths: Int128) { self.millionths = millionths }

    /// Why a text is no such number.
    enum Fault: Error {
        case notANumber, tooManyDecimals, tooGreat
    }

    /// The number of a text such as `12.50` or `-3`, and how many decimals it has.
    static func read(_ text: ArraySlice<UInt8>) throws(Fault) -> (value: ExactDecimal, decimals: Int) {
        var rest = text
        let isNegative = rest.first == .hyphen
        if isNegative || rest.first == .plus { rest = rest.dropFirst() }
        let whole = rest.prefix(while: \.isDigit)
        rest = rest[whole.endIndex...]
        var fraction: ArraySlice<UInt8> = []
        if rest.first == .dot {
            fraction = rest.dropFirst().prefix(while: \.isDigit)
            rest = rest[(rest.startIndex + 1 + fraction.count)...]
        }
        guard rest.isEmpty, !whole.isEmpty || !fraction.isEmpty else { throw .notANumber }
        while fraction.count > maximumDecimals, fraction.last == .digit(0) { fraction = fraction.dropLast() }
        guard fraction.count <= maximumDecimals else { throw .tooManyDecimals }
        let digits = whole.drop { $0 == .digit(0) }
        guard digits.count <= maximumDigits else { throw .tooGreat }
        var number: Int128 = 0
        for digit in digits { number = number * 10 + Int128(digit.digitValue) }
        for place in 0..<maximumDecimals {
            let digit = place < fraction.count ? fraction[fraction.startIndex + place].digitValue : 0
            number = number * 10 + Int128(digit)
        }
        return (ExactDecimal(millionths: isNegative ? -number : number), fraction.count)
    }

    /// The number as text, with at least so many decimals, and as many more as it has.
    public func text(decimals: Int = 0, isGrouped: Bool = false) -> String {
        let magnitude = millionths.magnitude
        var fraction = Array(String(magnitude % 1_000_000).utf8)
        fraction = Array(repeating: .digit(0), count: Self.maximumDecimals - fraction.count) + fraction
        while fraction.count > min(decimals, Self.maximumDecimals), fraction.last == .digit(0) { fraction.removeLast() }
        let digits = String(magnitude / 1_000_000)
        // A sum beyond 64 bits is exact, too, only without separators.
        let whole = isGrouped ? Int(digits)?.grouped ?? digits : digits
        return (millionths < 0 ? "-" : "") + whole
            + (fraction.isEmpty ? "" : "." + String(decoding: fraction, as: UTF8.self))
    }

    /// The nearest floating-point number, for where one is needed.
    public var approximation: Double { Double(millionths) / 1_000_000 }

    /// The exact sum.
    public static func + (left: ExactDecimal, right: ExactDecimal) -> ExactDecimal {
        ExactDecimal(millionths: left.millionths + right.millionths)
    }

    /// Adds exactly.
    public static func += (left: inout ExactDecimal, right: ExactDecimal) { left = left + right }

    /// By value.
    public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool { left.millionths < right.millionths }
}
