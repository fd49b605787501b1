import Analysis
import Glibc

/// Looks for messages that are usually there, and are not.
struct VolumeInspection: Sendable {
    private let series: HealthSeries
    private let scopes: Scopes
    private let volume: MessageVolume

    /// What is left of the usual messages at most.
    private static let ratio = 0.22
    private static let lengths = [1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 96, 120, 168, 240]
    /// On how many of the other days the same hours must have had messages.
    private static let regularity = 0.8
    private static let fewestDays = 3
    /// How much likelier than other findings a gap must be: senders change their plans, which is no fault.
    private static let caution = 8.0

    private let comparisons: Double
    /// What a score must exceed.
    private let limit: Double

    init(_ series: HealthSeries, _ scopes: Scopes, _ volume: MessageVolume) {
        (self.series, self.scopes, self.volume) = (series, scopes, volume)
        comparisons = Inspection.comparisons(series, of: scopes.parts.count)
        limit = Inspection.limit(among: comparisons) + Self.caution
    }

    /// The most conspicuous gap, and one of other traffic or at another time; none if there is none.
    func suspicions() -> [Suspicion] {
        let found = scopes.parts.compactMap { worst($0) }
        guard let most = found.max(by: { $0.likelihood < $1.likelihood }) else { return [] }
        let first =
            found.first { $0.part.scope.covers(most.part.scope) && $0.likelihood >= 0.97 * most.likelihood } ?? most
        let other = found.filter {
            !$0.part.scope.meets(first.part.scope) || !$0.stretch.hours.overlaps(first.stretch.hours)
        }.max { $0.likelihood < $1.likelihood }
        return [first] + (other.map { [$0] } ?? [])
    }

    private func worst(_ part: Scopes.Part) -> Suspicion? {
        let messages = volume.messages(of: part).map(Double.init)
        let usual = UsualVolume(messages, series)
        guard usual.days >= Self.fewestDays else { return nil }
        let course = Course(seen: messages, whole: usual.hours, expected: usual.hours)
        var best: (Range<Int>, Double)?
        // The logs' last hour may not be over.
        let end = series.hours.count - 1
        for begin in series.periodStart..<max(series.periodStart, end) where usual.hours[begin] > 0 {
            for length in Self.lengths where begin + length <= end {
                let stretch = begin..<begin + length
                let (seen, expected) = (course.seen(in: stretch), course.expected(in: stretch))
                guard expected >= 30, seen <= Self.ratio * expected else { continue }
                let value = Scan.likelihood(seen, expected)
                if value > best?.1 ?? limit { best = (stretch, value) }
            }
        }
        guard var (stretch, value) = best else { return nil }
        // Up to the next hour with as many as usual.
        while stretch.upperBound < end, messages[stretch.upperBound] <= Self.ratio * usual.hours[stretch.upperBound] {
            stretch = stretch.lowerBound..<stretch.upperBound + 1
        }
        while stretch.lowerBound > series.periodStart,
            messages[stretch.lowerBound - 1] <= 0.2 * usual.hours[stretch.lowerBound - 1],
            usual.hours[stretch.lowerBound - 1] >= 1
        {
            stretch = stretch.lowerBound - 1..<stretch.upperBound
        }
        let (seen, expected) = (course.seen(in: stretch), course.expected(in: stretch))
        value = Scan.likelihood(seen, expected)
        guard seen <= Self.ratio * expected, usual.isRegular(stretch, least: Self.regularity, over: 0.5) else {
            return nil
        }
        guard stretch.count >= 3 || seen <= 0.05 * expected, usual.isMissing(stretch, expected - seen) else {
            return nil
        }
        let unrest = Unrest(course, around: stretch)
        let score = value / unrest.inflation(of: expected, course, in: stretch)
        // An empty stretch where none ever was is a gap however much the volume varies.
        let isEmpty = seen <= 0.05 * expected && usual.isRegular(stretch, least: 0.95, over: 0.2)
        guard score > limit || isEmpty && value > limit else { return nil }
        return Suspicion(
            cause: .volumeMissing, measure: nil, part: part,
            stretch: Stretch(hours: stretch, seen: seen, expected: expected, whole: expected, score: max(score, limit)),
            likelihood: value, comparisons: comparisons)
    }
}

/// How many messages are usual in each hour: as many as at the same time of other days, with busier and quieter weekdays.
private struct UsualVolume {
    /// By hour.
    private(set) var hours: [Double]
    /// The number of days with messages.
    private(set) var days: Int
    private let messages: [Double]
    private let series: HealthSeries

    init(_ messages: [Double], _ series: HealthSeries) {
        (self.messages, self.series) = (messages, series)
        var byDay: [Int64: Double] = [:]
        for (hour, count) in messages.enumerated() { byDay[Self.day(series.hours[hour]), default: 0] += count }
        // The first and the last day may be parts of days.
        let whole = byDay.sorted { $0.key < $1.key }
        days = whole.count { $0.value > 0 }
        let middle = Self.median(whole.map(\.value))
        var factors = [Double](repeating: 1, count: 7)
        for weekday in 0..<7 {
            let values = whole.filter { Self.weekday($0.key) == weekday }.map(\.value)
            guard middle > 0, values.count >= 2 else {
                // Of one weekend nothing is known of weekends.
                factors[weekday] = Self.isWeekend(weekday) ? 0.3 : 1
                continue
            }
            // The greater of two: one of them may be the gap.
            factors[weekday] = min(1.5, (values.count == 2 ? max(values[0], values[1]) : Self.median(values)) / middle)
        }
        hours = Array(repeating: 0, count: messages.count)
        var byHour: [[(day: Int64, count: Double)]] = Array(repeating: [], count: 24)
        for (hour, count) in messages.enumerated() {
            byHour[series.hourOfDay(hour)].append((Self.day(series.hours[hour]), count))
        }
        for hour in messages.indices {
            let day = Self.day(series.hours[hour])
            let factor = factors[Self.weekday(day)]
            let others = byHour[series.hourOfDay(hour)].filter { $0.day != day }.map { other in
                other.count / max(0.1, factors[Self.weekday(other.day)])
            }
            hours[hour] = others.isEmpty ? 0 : Self.median(others) * factor
        }
    }

    /// Whether the days of a stretch lack its messages, too: what came at another hour of the day is not missing.
    func isMissing(_ stretch: Range<Int>, _ count: Double) -> Bool {
        let days = Self.day(series.hours[stretch.lowerBound])...Self.day(series.hours[stretch.upperBound - 1])
        let missing = messages.indices.reduce(0.0) { sum, hour in
            days.contains(Self.day(series.hours[hour])) ? sum + hours[hour] - messages[hour] : sum
        }
        return missing >= 0.5 * count
    }

    /// Whether on most other days the same hours had messages: at least a part of what is usual.
    func isRegular(_ stretch: Range<Int>, least: Double, over share: Double) -> Bool {
        let expected = hours[stretch].reduce(0, +)
        var (regular, all) = (0, 0)
        var shift = 24
        func judge(_ other: Range<Int>) {
            guard other.lowerBound >= 0, other.upperBound <= messages.count, !other.overlaps(stretch) else { return }
            let usual = self.hours[other].reduce(0, +)
            guard usual >= 0.3 * expected else { return }
            all += 1
            if messages[other].reduce(0, +) >= share * usual { regular += 1 }
        }
        while shift < messages.count {
            judge(stretch.lowerBound - shift..<stretch.upperBound - shift)
            judge(stretch.lowerBound + shift..<stretch.upperBound + shift)
            shift += 24
        }
        return all >= 2 && Double(regular) >= least * Double(all)
    }

    private static func day(_ hour: Int64) -> Int64 { hour >= 0 ? hour / 24 : (hour - 23) / 24 }
    /// From Monday; 1970-01-01 was a Thursday.
    private static func weekday(_ day: Int64) -> Int { Int(((day + 3) % 7 + 7) % 7) }
    private static func isWeekend(_ weekday: Int) -> Bool { weekday >= 5 }
    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}
