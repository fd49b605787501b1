import Analysis
import FoundationEssentials
import Pages

extension ExactDecimal {
    /// The number as JSON has it, with all its digits.
    var decimal: Decimal {
        // In two parts: a decimal begins with at most 64 bits.
        let parts = millionths.quotientAndRemainder(dividingBy: 1_000_000_000_000)
        let number =
            Decimal(Int64(parts.quotient)) * Decimal(1_000_000_000_000 as Int64) + Decimal(Int64(parts.remainder))
        return number / Decimal(1_000_000)
    }
}

extension HTML {
    /// An exact number as people read it, and as programs do.
    ///
    /// - Parameters:
    ///   - value: the number.
    ///   - decimals: the least number of decimals to show.
    ///   - path: its place in the answer's JSON; nil if it is not there.
    static func decimal(_ value: ExactDecimal, decimals: Int, _ path: String? = nil) -> HTML {
        let shown = value.text(decimals: decimals, isGrouped: true)
        guard let path else { return "<data value=\"\(value.text())\">\(shown)</data>" }
        return "<data value=\"\(value.text())\" data-figure=\"\(path)\">\(shown)</data>"
    }
}

extension Double {
    /// A share in percent with two decimals: `4.21 %`.
    var inPercent: String { inPoints + " %" }

    /// A share in percentage points with two decimals, without the sign of one that is not negative: `4.21`.
    var inPoints: String {
        let hundredths = Int((self * 10_000).rounded())
        let rest = hundredths.magnitude % 100
        return "\(hundredths < 0 ? "-" : "")\(hundredths.magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// A difference in percentage points, with its sign: `+0.94`.
    var asDifference: String { (inPoints.hasPrefix("-") || inPoints == "0.00" ? "" : "+") + inPoints }

    /// A p-value with four decimals; `<0.0001` for less.
    var asPValue: String {
        let places = Int((self * 10_000).rounded())
        guard places > 0 else { return "<0.0001" }
        let digits = String(places % 10_000)
        return "\(places / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension ClosedRange<Double> {
    /// An interval of a share: `3.97 to 4.46 %`.
    var inPercent: String { "\(lowerBound.inPoints) to \(upperBound.inPercent)" }

    /// An interval of a difference: `-0.10 to +1.98`.
    var asDifference: String { "\(lowerBound.asDifference) to \(upperBound.asDifference)" }
}
