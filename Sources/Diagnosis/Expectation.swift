import Analysis
import TrackingLog

/// How often a measure's signal was to be expected, by what is usual for each platform, app and name, and hour of the day.
///
/// So a rate that moves only because the mix of these moved is no surprise anywhere.
struct Expectation: Sendable {
    /// By stratum.
    private(set) var rates: [Double]
    /// By hour of the day, UTC: how a rate differs from its day's.
    private(set) var rhythm: [Double]

    /// How much the rate of the next larger part counts in that of a smaller one: as so many exposures at least, and as so
    /// many deliveries with the signal, so that what is rare is as rare in all parts.
    private static let prior = 150.0
    private static let priorCount = 5.0
    private static let rhythmPrior = 40.0

    /// Rates in the baseline; in everything, where there is none.
    init(_ measure: Measure, _ series: HealthSeries) {
        let isBaseline: (HealthSeries.Cell) -> Bool =
            series.periodStart == 0 ? { _ in true } : { $0.hour < series.periodStart }
        var sums = [Tally](repeating: Tally(), count: series.strata.count)
        var whole = Tally()
        var byPlatform: [Platform: Tally] = [:]
        var byApp: [App: Tally] = [:]
        for cell in series.cells where isBaseline(cell) {
            let counts = Tally(Double(cell.counts[measure.signal]), of: Double(cell.counts[measure.whole]))
            guard counts.whole > 0 else { continue }
            sums[cell.stratum].add(counts)
        }
        for (place, stratum) in series.strata.enumerated() {
            whole.add(sums[place])
            byPlatform[stratum.platform, default: Tally()].add(sums[place])
            byApp[App(stratum), default: Tally()].add(sums[place])
        }
        let all = max(1e-6, whole.whole > 0 ? whole.count / whole.whole : 0)
        rates = series.strata.indices.map { place in
            let stratum = series.strata[place]
            let ofPlatform = (byPlatform[stratum.platform] ?? Tally()).rate(all)
            let ofApp = (byApp[App(stratum)] ?? Tally()).rate(ofPlatform)
            return sums[place].rate(ofApp)
        }
        var (seen, expected) = ([Double](repeating: 0, count: 24), [Double](repeating: 0, count: 24))
        for cell in series.cells where isBaseline(cell) {
            let hour = series.hourOfDay(cell.hour)
            seen[hour] += Double(cell.counts[measure.signal])
            expected[hour] += Double(cell.counts[measure.whole]) * rates[cell.stratum]
        }
        rhythm = (0..<24).map { (seen[$0] + Self.rhythmPrior) / (expected[$0] + Self.rhythmPrior) }
    }

    private struct App: Hashable {
        var platform: Platform
        var app: String?
        init(_ stratum: HealthStratum) { (platform, app) = (stratum.platform, stratum.app) }
    }

    private struct Tally {
        var count = 0.0
        var whole = 0.0
        init() {}
        init(_ count: Double, of whole: Double) { (self.count, self.whole) = (count, whole) }
        mutating func add(_ other: Tally) {
            count += other.count
            whole += other.whole
        }
        func rate(_ parent: Double) -> Double {
            let weight = max(Expectation.prior, Expectation.priorCount / parent)
            return (count + weight * parent) / (whole + weight)
        }
    }
}

extension HealthSeries {
    /// The hour of the day of an hour, UTC.
    func hourOfDay(_ hour: Int) -> Int { Int((hours[hour] % 24 + 24) % 24) }
}
