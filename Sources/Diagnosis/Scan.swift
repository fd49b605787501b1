import Glibc

/// Hours in which a measure differs from what was to be expected, and how surely.
struct Stretch: Sendable {
    var hours: Range<Int>
    /// What was seen and expected in them, the expectation by the level of all other hours.
    var seen: Double
    var expected: Double
    var whole: Double
    /// The logarithm of the likelihood ratio, less what the measure's own unrest explains.
    var score: Double
    /// By how much its unrest makes the variance greater than chance does.
    var inflation = 1.0

    /// Takes more unrest into account.
    mutating func inflate(by variance: Double) {
        score *= inflation / (inflation + variance)
        inflation += variance
    }

    var ratio: Double { seen / max(expected, 1e-9) }
    var excess: Double { abs(seen - expected) }
}

/// Looks for the hours that differ most.
///
/// A scan statistic: every stretch of hours is compared with all others. Source: M. Kulldorff, A spatial scan statistic,
/// Communications in Statistics, Theory and Methods 26 (1997), 1481–1496. Its Poisson likelihood is divided by the unrest
/// that the same rate shows from hour to hour and from day to day.
struct Scan: Sendable {
    let course: Course
    let direction: Measure.Direction
    /// The first hour that a stretch may begin with.
    let start: Int
    /// The relative variance from day to day that such rates have as a rule.
    var usualUnrest = Unrest.usual

    /// The lengths of the stretches that are tried, in hours, besides those up to the end.
    static let lengths = [
        1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 30, 36, 48, 60, 72, 96, 120, 168, 240, 336, 504, 672,
    ]

    /// The stretches that differ most, the most likely first: one of those that begin on each day.
    ///
    /// Where a rate grows slowly, the longest stretch is the most likely one, and no incident. So others are passed on, too.
    ///
    /// - Parameter least: no likelihood below this is of interest.
    func candidates(atLeast least: Double) -> [Stretch] {
        let hours = course.hours
        let all = 0..<hours
        let (seenAll, expectedAll) = (course.seen(in: all), course.expected(in: all))
        guard hours > start, expectedAll > 0 || seenAll > 0 else { return [] }
        var best: (stretch: Range<Int>, score: Double)?
        var limit = least
        func consider(_ stretch: Range<Int>) {
            let seen = course.seen(in: stretch)
            let expectedHere = course.expected(in: stretch)
            let expected = (seenAll - seen + 0.5) / (expectedAll - expectedHere + 0.5) * expectedHere
            let difference = direction == .rise ? seen - expected : expected - seen
            // The square of the difference over the expectation is never less than the gain, and costs no logarithm.
            guard difference > 3, difference * difference > limit * expected else { return }
            let score = Self.gain(seen, expectedHere, of: seenAll)
            if score > limit {
                limit = score
                best = (stretch, score)
            }
        }
        var found: [(stretch: Range<Int>, score: Double)] = []
        for day in stride(from: start, to: hours, by: 24) {
            (best, limit) = (nil, least)
            for begin in day..<min(day + 24, hours) where course.whole[begin] > 0 {
                for length in Self.lengths where begin + length < hours { consider(begin..<begin + length) }
                consider(begin..<hours)
            }
            if let best { found.append(best) }
        }
        return found.sorted { $0.score > $1.score }.map { stretch(grown($0.stretch)) }
    }

    /// The stretch that differs most; nil if none differs enough.
    func best(atLeast least: Double) -> Stretch? { candidates(atLeast: least).first }

    /// The same stretch with both ends moved to where they fit best.
    private func grown(_ stretch: Range<Int>) -> Range<Int> {
        var (best, score) = (stretch, raw(stretch))
        for _ in 0..<2 {
            let reach = max(6, best.count / 2)
            for end in max(best.lowerBound + 1, best.upperBound - reach)...min(course.hours, best.upperBound + reach) {
                let candidate = best.lowerBound..<end
                let value = raw(candidate)
                if value > score { (best, score) = (candidate, value) }
            }
            for begin in max(start, best.lowerBound - reach)..<min(best.upperBound, best.lowerBound + reach) {
                let candidate = begin..<best.upperBound
                let value = raw(candidate)
                if value > score { (best, score) = (candidate, value) }
            }
        }
        // Hours without any traffic belong to nothing.
        var (lower, upper) = (best.lowerBound, best.upperBound)
        while lower < upper - 1, course.whole[lower] == 0 { lower += 1 }
        while upper > lower + 1, upper < course.hours, course.whole[upper - 1] == 0 { upper -= 1 }
        return lower..<upper
    }

    private func raw(_ stretch: Range<Int>) -> Double {
        let (seen, expected) = (course.seen(in: stretch), course.expected(in: stretch))
        guard direction == .rise ? seen > expected : seen < expected else { return 0 }
        return Self.gain(seen, expected, of: course.seen(in: 0..<course.hours))
    }

    /// Some hours, with how much they differ from all others.
    func stretch(_ hours: Range<Int>) -> Stretch {
        let expected = course.level(outside: hours) * course.expected(in: hours)
        let seen = course.seen(in: hours)
        let unrest = Unrest(course, around: hours, usual: usualUnrest)
        let inflation = unrest.inflation(of: expected, course, in: hours)
        return Stretch(
            hours: hours, seen: seen, expected: expected, whole: course.whole(in: hours),
            score: raw(hours) / inflation, inflation: inflation)
    }

    /// How much likelier two rates are than one, as the logarithm of their ratio: one in a stretch, one everywhere else.
    ///
    /// - Parameters:
    ///   - seen: the count in the stretch.
    ///   - expected: how many it would be at one rate everywhere.
    ///   - total: the count of all.
    static func gain(_ seen: Double, _ expected: Double, of total: Double) -> Double {
        func term(_ seen: Double, _ expected: Double) -> Double {
            seen > 0 ? seen * log(seen / max(expected, 1e-6)) : 0
        }
        return term(seen, expected) + term(total - seen, total - expected)
    }

    /// The logarithm of the likelihood ratio of a Poisson count and its expectation.
    static func likelihood(_ seen: Double, _ expected: Double) -> Double {
        let expected = max(expected, 1e-3)
        guard seen > 0 else { return expected }
        return seen * log(seen / expected) - (seen - expected)
    }
}

/// How much a rate varies by itself, beyond chance.
struct Unrest: Sendable {
    /// The relative variance from hour to hour, and from day to day.
    private let ofHours: Double
    private let ofDays: Double

    /// - Parameters:
    ///   - course: the rate.
    ///   - hours: the hours in question; that they are on another level is no unrest.
    ///   - usual: the relative variance that such rates have as a rule.
    init(_ course: Course, around hours: Range<Int>, usual: Double = Self.usual) {
        ofHours = Self.variance(course, step: 1, around: hours, usual: usual)
        ofDays = Self.variance(course, step: 24, around: hours, usual: usual)
    }

    /// By how much the variance of a count exceeds that of chance.
    func inflation(of expected: Double, _ course: Course, in hours: Range<Int>) -> Double {
        let (hourly, daily) = (Self.concentration(course, hours, step: 1), Self.concentration(course, hours, step: 24))
        return 1 + expected * (ofHours * hourly + ofDays * daily)
    }

    /// The sum of the squares of the steps' shares: one over the number of steps that count.
    private static func concentration(_ course: Course, _ hours: Range<Int>, step: Int) -> Double {
        let total = course.expected(in: hours)
        guard total > 0 else { return 1 }
        var sum = 0.0
        var begin = hours.lowerBound
        while begin < hours.upperBound {
            let end = min(begin + step, hours.upperBound)
            let share = course.expected(in: begin..<end) / total
            sum += share * share
            begin = end
        }
        return sum
    }

    /// From the differences of neighbours: a step or a slope adds little to them. The greatest of them are left out, so that a
    /// few incidents add nothing.
    private static func variance(
        _ course: Course, step: Int, around hours: Range<Int>, usual: Double
    ) -> Double {
        var ratios: [(square: Double, chance: Double)] = []
        var last: (rate: Double, expected: Double, isInside: Bool)?
        let level = max(0.05, (course.seen(in: hours) + 0.5) / (course.expected(in: hours) + 0.5))
        var begin = 0
        while begin + step <= course.hours {
            let part = begin..<begin + step
            begin += step
            let isInside = hours.lowerBound <= part.lowerBound && part.upperBound <= hours.upperBound
            guard isInside || !part.overlaps(hours) else {
                last = nil
                continue
            }
            let factor = isInside ? level : 1
            let expected = course.expected(in: part) * factor
            guard expected >= 2 else { continue }
            let rate = course.seen(in: part) / expected
            if let last, last.isInside == isInside {
                let difference = rate - last.rate
                ratios.append((difference * difference, 1 / expected + 1 / last.expected))
            }
            last = (rate, expected, isInside)
        }
        let kept = ratios.sorted { $0.square / $0.chance < $1.square / $1.chance }.prefix((ratios.count * 17 + 19) / 20)
        let excess = kept.reduce(0) { $0 + max(-$1.chance, $1.square - $1.chance) } / 2
        // Where little is known, a rate is taken to be about as restless as most.
        return max(usual / 5, (excess + weight * usual) / (Double(kept.count) + weight))
    }

    /// The relative variance that most rates have, and the number of differences that it counts for.
    static let usual = 0.02
    private static let weight = 5.0
}
