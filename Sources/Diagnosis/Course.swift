import Glibc

/// What one part of the traffic showed of a measure, hour by hour, beside what was to be expected.
struct Course: Sendable {
    /// Deliveries with the signal, those that it is counted among, and those that were expected to show it.
    private(set) var seen: [Double]
    private(set) var whole: [Double]
    private(set) var expected: [Double]
    /// The factor by which expectations were scaled.
    let scale: Double
    /// Sums of all hours before each.
    private var seenBefore: [Double]
    private var wholeBefore: [Double]
    private var expectedBefore: [Double]

    /// - Parameters:
    ///   - seen: the deliveries with the signal, by hour.
    ///   - whole: those that it is counted among.
    ///   - expected: how many were to be expected, on any scale: it is set so that the sum is that of `seen`.
    init(seen: [Double], whole: [Double], expected: [Double]) {
        let (all, sum) = (seen.reduce(0, +), expected.reduce(0, +))
        let scale = all > 0 && sum > 0 ? all / sum : 1
        let expected = expected.map { $0 * scale }
        self.scale = scale
        self.seen = seen
        self.whole = whole
        self.expected = expected
        seenBefore = Self.sums(seen)
        wholeBefore = Self.sums(whole)
        expectedBefore = Self.sums(expected)
    }

    private static func sums(_ values: [Double]) -> [Double] {
        var sums = [0.0]
        sums.reserveCapacity(values.count + 1)
        for value in values { sums.append(sums[sums.count - 1] + value) }
        return sums
    }

    var hours: Int { seen.count }

    func seen(in hours: Range<Int>) -> Double { seenBefore[hours.upperBound] - seenBefore[hours.lowerBound] }
    func whole(in hours: Range<Int>) -> Double { wholeBefore[hours.upperBound] - wholeBefore[hours.lowerBound] }
    func expected(in hours: Range<Int>) -> Double {
        expectedBefore[hours.upperBound] - expectedBefore[hours.lowerBound]
    }

    /// The factor by which everything outside some hours differs from what was expected.
    ///
    /// Half a delivery is added on both sides, so that what never happened before has an expectation too.
    func level(outside hours: Range<Int>) -> Double {
        let all = 0..<self.hours
        let outside = (seen(in: all) - seen(in: hours), expected(in: all) - expected(in: hours))
        return (outside.0 + 0.5) / (outside.1 + 0.5)
    }

    /// How much likelier than one rate everywhere a rate is that grows or falls by the same factor every hour, as the
    /// logarithm of their ratio: a Poisson regression on time.
    var gainOfSlope: Double {
        let all = seen(in: 0..<hours)
        guard hours > 1, all > 0, expected(in: 0..<hours) > 0 else { return 0 }
        // From −½ to ½, so that steps of Newton's method are small.
        func time(_ hour: Int) -> Double { Double(hour) / Double(hours - 1) - 0.5 }
        let moment = seen.indices.reduce(0) { $0 + seen[$1] * time($1) }
        /// The weight of all hours, and the mean and the variance of their times.
        func moments(_ slope: Double) -> (weight: Double, mean: Double, variance: Double) {
            var (weight, first, second) = (0.0, 0.0, 0.0)
            for hour in expected.indices where expected[hour] > 0 {
                let (time, share) = (time(hour), expected[hour] * exp(slope * time(hour)))
                (weight, first, second) = (weight + share, first + share * time, second + share * time * time)
            }
            let mean = first / weight
            return (weight, mean, max(1e-9, second / weight - mean * mean))
        }
        var slope = 0.0
        for _ in 0..<12 {
            let now = moments(slope)
            slope = min(8, max(-8, slope + (moment / all - now.mean) / now.variance))
        }
        return max(0, slope * moment - all * log(moments(slope).weight / moments(0).weight))
    }
}
