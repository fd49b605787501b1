import Analysis
import Glibc
import Threading
import TrackingLog

/// Looks at one measure in every part of the traffic.
struct Inspection: Sendable {
    private let measure: Measure
    private let series: HealthSeries
    private let scopes: Scopes
    /// By stratum, its hours.
    private var cells: [[Cell]]
    /// The sum of all that was seen; what was expected has the same.
    private let total: Double
    /// How many stretches are compared, by all measures in all parts.
    private let comparisons: Double
    /// What a score must exceed.
    private let limit: Double
    /// By stratum, the number of its app and name where its own rate is not known; nil where it is.
    private let campaigns: [Int?]

    private struct Cell {
        var hour: Int
        var seen: Double
        var whole: Double
        var expected: Double
        var twice: Double
    }

    /// How many times as much as expected is an incident even where nothing is known of the time before.
    private static let farOff = 10.0
    /// The share of a difference that is as good as all of it.
    private static let nearlyAll = 0.92
    /// The relative variance of rates between campaigns: some are opened half as often as others, or twice.
    private static let campaignVariance = 0.2
    /// How many times the chance of coincidences is taken into account.
    private static let caution = 2.0
    /// How likely it must be that a stretch differs from what was just before, as the logarithm of a likelihood ratio.
    private static let leastStep = 12.0
    /// How many findings one measure can have.
    private static let rounds = 3

    init(_ measure: Measure, _ series: HealthSeries, _ scopes: Scopes) {
        (self.measure, self.series, self.scopes) = (measure, series, scopes)
        comparisons = Self.comparisons(series, of: scopes.parts.count * Measure.all.count)
        limit = Self.limit(among: comparisons)
        let expectation = Expectation(measure, series)
        var cells = [[Cell]](repeating: [], count: series.strata.count)
        let (isNew, campaigns) = Self.newcomers(measure, series)
        self.campaigns = campaigns
        for cell in series.cells {
            let whole = Double(cell.counts[measure.whole])
            guard whole > 0, !isNew[cell.stratum] else { continue }
            let rhythm = expectation.rhythm[series.hourOfDay(cell.hour)]
            cells[cell.stratum].append(
                Cell(
                    hour: cell.hour, seen: Double(cell.counts[measure.signal]), whole: whole,
                    expected: whole * min(1, expectation.rates[cell.stratum] * rhythm),
                    twice: measure.twice.map { Double(cell.counts[$0]) } ?? 0))
        }
        let (seen, expected) = cells.joined().reduce((0.0, 0.0)) { ($0.0 + $1.seen, $0.1 + $1.expected) }
        let scale = seen > 0 && expected > 0 ? seen / expected : 1
        for stratum in cells.indices { for place in cells[stratum].indices { cells[stratum][place].expected *= scale } }
        self.cells = cells
        total = seen
    }

    /// The strata whose rate cannot be known before: campaigns differ in how many open them. Where most are new, all are
    /// judged together.
    ///
    /// - Returns: by stratum, whether it is left out, and the number of its campaign if it is new and stays.
    private static func newcomers(
        _ measure: Measure, _ series: HealthSeries
    ) -> (isLeftOut: [Bool], campaigns: [Int?]) {
        var isNew = [Bool](repeating: false, count: series.strata.count)
        var campaigns = [Int?](repeating: nil, count: series.strata.count)
        guard measure.direction == .fall || measure.signal == .deadToken, series.periodStart > 0 else {
            return (isNew, campaigns)
        }
        var before = [Int](repeating: 0, count: series.strata.count)
        var after = before
        for cell in series.cells {
            if cell.hour < series.periodStart {
                before[cell.stratum] += cell.counts[measure.whole]
            } else {
                after[cell.stratum] += cell.counts[measure.whole]
            }
        }
        for stratum in isNew.indices { isNew[stratum] = before[stratum] < 10 && after[stratum] > 0 }
        let new = isNew.indices.reduce(0) { $0 + (isNew[$1] ? after[$1] : 0) }
        if measure.direction == .fall, 2 * new < after.reduce(0, +) { return (isNew, campaigns) }
        var numbers: [HealthStratum: Int] = [:]
        for (place, stratum) in series.strata.enumerated() where isNew[place] {
            var name = stratum
            name.platform = .mixed
            campaigns[place] = numbers[name] ?? numbers.count
            numbers[name] = campaigns[place]
        }
        return (isNew.map { _ in false }, campaigns)
    }

    /// What is suspicious, the most likely first.
    mutating func suspicions() -> [Suspicion] {
        var found: [Suspicion] = []
        for _ in 0..<Self.rounds {
            guard let worst = worst() else { break }
            found.append(confined(worst))
            forget(worst)
        }
        return found
    }

    /// The part and the hours that differ most, of those that differ enough.
    private func worst() -> Suspicion? {
        let found = scopes.parts.compactMap { suspicion(of: $0) }
        guard let most = found.max(by: { $0.likelihood < $1.likelihood }) else { return nil }
        // Where a larger part shows the same, nothing is known of a smaller one alone.
        return found.first { $0.part.scope.covers(most.part.scope) && $0.likelihood >= 0.97 * most.likelihood } ?? most
    }

    /// The hours in which a part differs enough; nil if there are none.
    private func suspicion(of part: Scopes.Part) -> Suspicion? {
        guard measure.isOfJourneys || part.scope.journey == nil else { return nil }
        let course = course(of: part)
        guard isWorthAScan(course) else { return nil }
        let scan = Scan(course: course, direction: measure.direction, start: series.periodStart)
        let stretch = scan.candidates(atLeast: limit).lazy.map { stretch in
            var stretch = stretch
            stretch.inflate(
                by: stretch.expected * Self.campaignVariance * concentration(of: part, in: stretch.hours))
            return stretch
        }.first { $0.score > limit && accepts($0, of: course) }
        guard let stretch else { return nil }
        return Suspicion(
            cause: measure.cause, measure: measure, part: part, stretch: stretch,
            likelihood: likelihood(stretch, course), comparisons: comparisons)
    }

    /// How much of what was expected comes from few campaigns whose own rates are not known: the sum of the squares of their
    /// shares.
    private func concentration(of part: Scopes.Part, in hours: Range<Int>) -> Double {
        guard measure.direction == .fall || measure.signal == .deadToken else { return 0 }
        var (all, byCampaign) = (0.0, [Int: Double]())
        for stratum in part.strata {
            for cell in cells[stratum] where hours.contains(cell.hour) {
                all += cell.expected
                // Messages without a name may be of another campaign each hour.
                let campaign = series.strata[stratum].journey == nil ? -1 - cell.hour : campaigns[stratum]
                if let campaign { byCampaign[campaign, default: 0] += cell.expected }
            }
        }
        return all > 0 ? byCampaign.values.reduce(0) { $0 + $1 * $1 } / (all * all) : 0
    }

    /// How likely it is that just this part differs in just these hours, from all other hours and all other parts.
    private func likelihood(_ stretch: Stretch, _ course: Course) -> Double {
        let expected = course.expected(in: stretch.hours) / course.scale
        return Scan.gain(stretch.seen, expected, of: total)
    }

    /// The same suspicion, confined to the platform, app or journey that nearly all of the difference is in.
    ///
    /// Where a larger part shows the same as a smaller one, the larger one is suspected; all of it may be, say, on one
    /// platform still.
    private func confined(_ suspicion: Suspicion) -> Suspicion {
        var (differences, wholes) = (
            [Double](repeating: 0, count: cells.count), [Double](repeating: 0, count: cells.count)
        )
        for stratum in cells.indices {
            for cell in cells[stratum] { wholes[stratum] += cell.whole }
        }
        let expected = suspicion.part.strata.reduce(0.0) { sum, stratum in
            cells[stratum].reduce(sum) { suspicion.stretch.hours.contains($1.hour) ? $0 + $1.expected : $0 }
        }
        let level = expected > 0 ? suspicion.stretch.expected / expected : 0
        for stratum in suspicion.part.strata {
            for cell in cells[stratum] where suspicion.stretch.hours.contains(cell.hour) {
                differences[stratum] += cell.seen - cell.expected * level
            }
        }
        if measure.direction == .fall { differences = differences.map { -$0 } }
        var part = suspicion.part
        func value<Value: Hashable>(_ path: KeyPath<HealthStratum, Value?>) -> Value? {
            var (sums, all, shares, whole) = ([Value: Double](), 0.0, [Value: Double](), 0.0)
            for (stratum, difference) in differences.enumerated() {
                // Without a payload nothing names a message: it may be of any journey.
                guard let value = series.strata[stratum][keyPath: path] else { continue }
                sums[value, default: 0] += difference
                all += difference
                shares[value, default: 0] += wholes[stratum]
                whole += wholes[stratum]
            }
            guard let most = sums.max(by: { $0.value < $1.value }), all > 0, most.value >= Self.nearlyAll * all,
                shares[most.key, default: 0] < Self.nearlyAll * whole
            else { return nil }
            return most.key
        }
        let scope = part.scope
        part.scope.platform = scope.platform ?? value(\.somePlatform)
        part.scope.app = scope.app ?? value(\.app)
        if measure.isOfJourneys { part.scope.journey = scope.journey ?? value(\.journey) }
        guard part.scope != scope else { return suspicion }
        part.strata.removeAll { stratum in
            let other = series.strata[stratum]
            return part.scope.platform.map { $0 != other.platform } ?? false
                || part.scope.app.map { $0 != other.app } ?? false
                || part.scope.journey.map { $0 != other.journey ?? $0 } ?? false
        }
        // Its own rates are others than those of the larger part, and its hours are seen more sharply.
        return self.suspicion(of: part) ?? suspicion
    }

    /// What was seen in a part, hour by hour, and what was expected.
    func course(of part: Scopes.Part) -> Course {
        let none = [Double](repeating: 0, count: series.hours.count)
        var (seen, whole, expected, twice) = (none, none, none, none)
        for stratum in part.strata {
            for cell in cells[stratum] {
                seen[cell.hour] += cell.seen
                whole[cell.hour] += cell.whole
                expected[cell.hour] += cell.expected
                twice[cell.hour] += cell.twice
            }
        }
        // What falls on devices by chance does so once in n·λ/2 and twice in n·λ²/6 cases, λ for each device, so that the
        // second count shows how many of the first are chance.
        for hour in twice.indices where twice[hour] > 0 {
            expected[hour] += Self.caution * (1.5 * whole[hour] * twice[hour]).squareRoot()
        }
        return Course(seen: seen, whole: whole, expected: expected)
    }

    /// Whether there is enough to see anything at all.
    private func isWorthAScan(_ course: Course) -> Bool {
        let all = 0..<course.hours
        switch measure.direction {
        case .rise: return course.seen(in: all) >= measure.excess / 2
        case .fall: return course.expected(in: all) >= 2 * measure.excess && course.seen(in: 0..<series.periodStart) > 0
        }
    }

    /// Whether a change is large enough to matter, and a change from what was just before.
    private func accepts(_ stretch: Stretch, of course: Course) -> Bool {
        guard measure.isLarge(stretch) else { return false }
        guard stretch.hours.count >= measure.hours || stretch.hours.upperBound >= course.hours - 1 else { return false }
        return isAStep(stretch, of: course)
    }

    /// Whether a stretch differs from what was just before it: what grows or falls slowly is no incident.
    private func isAStep(_ stretch: Stretch, of course: Course) -> Bool {
        let begin = stretch.hours.lowerBound
        let reach = min(72, begin)
        let before = begin - reach..<begin
        let after = begin..<min(stretch.hours.upperBound, begin + 72)
        // A part without a past may have been so always, unless it is far from everything else.
        let isKnown = course.whole(in: 0..<begin) >= max(50, 0.05 * stretch.whole)
        guard isKnown || measure.direction == .rise && stretch.ratio >= Self.farOff else { return false }
        guard course.expected(in: before) >= 1, course.expected(in: after) >= 1 else { return true }
        let (rateBefore, rateAfter) = (
            (course.seen(in: before) + 0.5) / (course.expected(in: before) + 0.5),
            (course.seen(in: after) + 0.5) / (course.expected(in: after) + 0.5)
        )
        let change = measure.direction == .rise ? rateAfter / rateBefore : rateBefore / rateAfter
        let least = measure.direction == .rise ? measure.ratio : 1 / measure.ratio
        guard change >= least else { return false }
        // Both at one level would be unlikely, too.
        let level =
            (course.seen(in: before) + course.seen(in: after))
            / (course.expected(in: before) + course.expected(in: after))
        let likelihood =
            Scan.likelihood(course.seen(in: before), level * course.expected(in: before))
            + Scan.likelihood(course.seen(in: after), level * course.expected(in: after))
        return likelihood / stretch.inflation >= Self.leastStep
    }

    /// Takes a suspicion out, so that the next is seen.
    private mutating func forget(_ suspicion: Suspicion) {
        for stratum in suspicion.part.strata {
            cells[stratum].removeAll { suspicion.stretch.hours.contains($0.hour) }
        }
    }
}

extension Inspection {
    /// All that is suspicious, by every measure.
    static func suspicions(_ series: HealthSeries, _ scopes: Scopes) -> [Suspicion] {
        Workers.map(Measure.all.count) { number in
            var inspection = Inspection(Measure.all[number], series, scopes)
            return inspection.suspicions()
        }.flatMap(\.self)
    }

    /// What a score must exceed so that chance alone exceeds it in one of twenty logs at most: the logarithm of as many times
    /// the number of comparisons (C. E. Bonferroni's inequality).
    static func limit(among comparisons: Double) -> Double { log(20 * comparisons) }

    /// As how many comparisons those of all stretches of so many courses count.
    ///
    /// Stretches that overlap hardly differ: about five times as many as there are hours count as independent, whatever their
    /// lengths.
    static func comparisons(_ series: HealthSeries, of courses: Int) -> Double {
        Double(5 * max(1, series.hours.count - series.periodStart) * max(1, courses))
    }
}

extension HealthStratum {
    /// The platform, where it is known.
    fileprivate var somePlatform: Platform? { platform }
}
