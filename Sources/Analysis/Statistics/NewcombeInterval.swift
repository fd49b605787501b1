/// The interval of a difference of two proportions.
enum NewcombeInterval {
    /// The 95 % interval of the second proportion less the first; nil if a total is 0.
    ///
    /// It combines the two Wilson intervals, so it holds for small counts and stays between -1 and 1. Source:
    /// R. G. Newcombe, Interval estimation for the difference between independent proportions: comparison of eleven
    /// methods, Statistics in Medicine 17 (1998), 873–890, method 10 (hybrid score).
    static func interval(from first: Rate, to second: Rate) -> ClosedRange<Double>? {
        guard let low = first.value, let high = second.value, let ofFirst = first.wilsonInterval,
            let ofSecond = second.wilsonInterval
        else { return nil }
        let difference = high - low
        let below = root(high - ofSecond.lowerBound, ofFirst.upperBound - low)
        let above = root(ofSecond.upperBound - high, low - ofFirst.lowerBound)
        return (difference - below)...(difference + above)
    }

    private static func root(_ first: Double, _ second: Double) -> Double {
        (first * first + second * second).squareRoot()
    }
}
