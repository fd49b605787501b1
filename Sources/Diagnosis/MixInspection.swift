import Analysis

/// Looks for rates that moved only because other platforms, apps or journeys sent more: Simpson's paradox.
struct MixInspection {
    /// How long a new mix lasts at least, in hours, and by how much it moves the rate.
    private static let shortest = 20
    private static let difference = 0.01
    private static let ratio = 1.1
    /// Shares of platforms and apps vary less than rates.
    private static let usualUnrest = 0.002

    /// A shift of the mix that makes delivery look worse; nil if there is none.
    ///
    /// What was to be expected by each stratum's own rate is compared with what would be expected if all were alike.
    static func suspicion(_ series: HealthSeries, _ scopes: Scopes) -> Suspicion? {
        guard let whole = scopes.parts.first(where: { $0.depth == 0 }), series.periodStart >= 24 else { return nil }
        var sums = [(lost: Double, all: Double)](repeating: (0, 0), count: series.strata.count)
        for cell in series.cells where cell.hour < series.periodStart {
            sums[cell.stratum].lost += Double(cell.counts[.delivery] - cell.counts[.accepted])
            sums[cell.stratum].all += Double(cell.counts[.delivery])
        }
        let total = sums.reduce((lost: 0.0, all: 0.0)) { ($0.lost + $1.lost, $0.all + $1.all) }
        guard total.all > 0 else { return nil }
        let overall = total.lost / total.all
        let rates = sums.map { ($0.lost + 200 * overall) / ($0.all + 200) }
        let count = series.hours.count
        var (byOwn, all, alike) = (
            [Double](repeating: 0, count: count), [Double](repeating: 0, count: count),
            [Double](repeating: 0, count: count)
        )
        for cell in series.cells {
            let deliveries = Double(cell.counts[.delivery])
            byOwn[cell.hour] += deliveries * rates[cell.stratum]
            all[cell.hour] += deliveries
            alike[cell.hour] += deliveries * overall
        }
        let course = Course(seen: byOwn, whole: all, expected: alike)
        let comparisons = Inspection.comparisons(series, of: 1)
        let limit = Inspection.limit(among: comparisons)
        guard
            let stretch = Scan(
                course: course, direction: .rise, start: series.periodStart, usualUnrest: usualUnrest
            ).best(atLeast: limit),
            stretch.score > limit, stretch.hours.count >= shortest, stretch.ratio >= ratio,
            stretch.excess / stretch.whole >= difference
        else { return nil }
        return Suspicion(
            cause: .mixShift, measure: nil, part: growing(series, scopes, stretch.hours) ?? whole, stretch: stretch,
            likelihood: Scan.likelihood(stretch.seen, stretch.expected), comparisons: comparisons)
    }

    /// The platform, app, or app on a platform whose share of the traffic grew most.
    private static func growing(_ series: HealthSeries, _ scopes: Scopes, _ hours: Range<Int>) -> Scopes.Part? {
        var (inside, before) = (
            [Double](repeating: 0, count: series.strata.count), [Double](repeating: 0, count: series.strata.count)
        )
        for cell in series.cells {
            if hours.contains(cell.hour) {
                inside[cell.stratum] += Double(cell.counts[.delivery])
            } else if cell.hour < hours.lowerBound {
                before[cell.stratum] += Double(cell.counts[.delivery])
            }
        }
        let (allInside, allBefore) = (inside.reduce(0, +), before.reduce(0, +))
        guard allInside > 0, allBefore > 0 else { return nil }
        func growth(_ part: Scopes.Part) -> Double {
            part.strata.reduce(0) { $0 + inside[$1] / allInside - before[$1] / allBefore }
        }
        let parts = scopes.parts.filter { $0.depth > 0 && $0.scope.journey == nil }.map { ($0, growth($0)) }
        guard let most = parts.max(by: { $0.1 < $1.1 }) else { return nil }
        // The smallest part that holds nearly all of the growth.
        return parts.last { $0.1 >= nearlyAll * most.1 }?.0
    }

    private static let nearlyAll = 0.85
}
