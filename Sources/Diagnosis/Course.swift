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
}
