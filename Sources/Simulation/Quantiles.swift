/// A distribution of durations, given by quantiles and linear between them.
struct Quantiles: Sendable {
    private let points: [(perMille: UInt32, seconds: UInt32)]

    /// - Parameter points: shares in thousandths, from 0 to 1000, with their seconds; both ascend.
    init(_ points: [(UInt32, UInt32)]) {
        self.points = points.map { (perMille: $0, seconds: $1) }
    }

    /// The longest duration.
    var longest: UInt32 { points[points.count - 1].seconds }

    func draw(_ random: inout SplitMix64) -> UInt32 {
        // In millionths, so that short intervals have enough steps.
        let draw = random.below(1_000_000)
        for index in 1..<points.count where draw < UInt64(points[index].perMille) * 1000 {
            let low = points[index - 1]
            let high = points[index]
            let into = draw - UInt64(low.perMille) * 1000
            let width = UInt64(high.perMille - low.perMille) * 1000
            return low.seconds + UInt32(truncatingIfNeeded: UInt64(high.seconds - low.seconds) * into / width)
        }
        return longest
    }
}
