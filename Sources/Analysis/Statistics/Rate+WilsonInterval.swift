extension Rate {
    /// The half width of a standard normal distribution that 95 % of it are within.
    static let normalQuantile = 1.959963984540054

    /// The 95 % score interval of a proportion; nil if the total is 0.
    ///
    /// It stays between 0 and 1, and holds for small counts and for rates near 0, where the usual *rate ± 1.96 standard
    /// errors* does not. Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    /// Journal of the American Statistical Association 22 (1927), 209–212.
    public var wilsonInterval: ClosedRange<Double>? {
        guard let proportion = value else { return nil }
        let total = Double(whole)
        let square = Self.normalQuantile * Self.normalQuantile
        let center = (proportion + square / (2 * total)) / (1 + square / total)
        let spread = proportion * (1 - proportion) / total + square / (4 * total * total)
        let width = Self.normalQuantile / (1 + square / total) * spread.squareRoot()
        // At its ends the interval is exact; rounding would leave it off by a last digit.
        let lower = count == 0 ? 0 : max(0, center - width)
        let upper = count == whole ? 1 : min(1, center + width)
        return lower...max(lower, upper)
    }
}
