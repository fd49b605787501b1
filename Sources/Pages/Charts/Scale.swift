/// A vertical scale with a few round values, each with a line across the picture.
struct Scale {
    let low: Double
    let high: Double
    private let step: Double

    /// A scale that holds all values from one to another, ending at round ones.
    init(from lowest: Double, to highest: Double) {
        let span = max(highest - lowest, 1e-9)
        var unit = 1.0
        while unit > span { unit /= 10 }
        while unit * 10 <= span { unit *= 10 }
        // Two to four lines.
        step = [0.5, 1, 2, 5].map { $0 * unit }.first { span / $0 <= 4 } ?? 5 * unit
        low = (lowest / step).rounded(.down) * step
        high = max((highest / step - 1e-9).rounded(.up) * step, low + step)
    }

    /// The round values, from low to high.
    var values: [Double] {
        Array(stride(from: low, through: high + step / 2, by: step))
    }

    /// Where a value stands: 0 at the bottom, 1 at the top.
    func place(_ value: Double) -> Double { (value - low) / (high - low) }
}
