/// Whether two proportions differ.
enum FisherTest {
    /// The two-sided p-value that two counts come from one proportion; 1 if a total is 0.
    ///
    /// The test is exact for any counts, also for few conversions, for which a z test is not. Its p-value is the
    /// probability of all tables with the same margins that are no more probable than the one seen. Source: R. A. Fisher,
    /// On the interpretation of χ² from contingency tables, and the calculation of P, Journal of the Royal Statistical
    /// Society 85 (1922), 87–94; two sides as R's `fisher.test` and SciPy's `fisher_exact` have them.
    static func pValue(_ first: Rate, _ second: Rate) -> Double {
        let successes = first.count + second.count
        let (least, most) = (max(0, successes - second.whole), min(successes, first.whole))
        guard least < most else { return 1 }
        // The hypergeometric distribution of the first count, its greatest probability taken as 1.
        let mode = min(
            most,
            max(
                least,
                Int(Double(first.whole + 1) * Double(successes + 1) / Double(first.whole + second.whole + 2))))
        func ratio(_ count: Int) -> Double {
            // The probability of one more than a count, relative to that of the count.
            Double(successes - count) / Double(count + 1) * Double(first.whole - count)
                / Double(second.whole - successes + count + 1)
        }
        let seen = weight(of: first.count, from: mode, ratio)
        // Tables that are equally probable differ by rounding.
        let limit = seen * (1 + 1e-7)
        var (all, extreme) = (0.0, 0.0)
        func add(_ weight: Double) {
            all += weight
            if weight <= limit { extreme += weight }
        }
        add(1)
        var weight = 1.0
        var count = mode
        while count < most, weight > 0 {
            weight *= ratio(count)
            count += 1
            add(weight)
        }
        (weight, count) = (1, mode)
        while count > least, weight > 0 {
            count -= 1
            weight /= ratio(count)
            add(weight)
        }
        return min(1, extreme / all)
    }

    private static func weight(of count: Int, from mode: Int, _ ratio: (Int) -> Double) -> Double {
        var weight = 1.0
        var place = mode
        while place < count, weight > 0 {
            weight *= ratio(place)
            place += 1
        }
        while place > count, weight > 0 {
            place -= 1
            weight /= ratio(place)
        }
        return weight
    }
}
