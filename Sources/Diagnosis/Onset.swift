import Analysis
import Glibc
import TrackingLog

/// Finds the minutes in which something began and ended.
struct Onset {
    let health: HealthLog
    let suspicion: Suspicion
    private let strata: [Bool]

    /// The length of a step in seconds, and how far around an hour's border the change is looked for.
    private static let step = 300
    private static let reach: Int64 = 12 * 3_600
    /// The hours of a gap are known: those next to it have more messages than are left in it.
    private static let reachOfGaps: Int64 = 2 * 3_600

    init(_ health: HealthLog, _ suspicion: Suspicion) {
        (self.health, self.suspicion) = (health, suspicion)
        var strata = [Bool](repeating: false, count: health.series.strata.count)
        for place in suspicion.part.strata { strata[place] = true }
        self.strata = strata
    }

    /// The deliveries from one moment to another.
    func query(_ times: Range<Timestamp>) -> HealthQuery { HealthQuery(strata: strata, times: times) }

    /// When it began.
    var since: Timestamp { change(around: suspicion.stretch.hours.lowerBound, isBegin: true) }

    /// When it ended; nil if it goes on at the end of the logs.
    var until: Timestamp? {
        let end = suspicion.stretch.hours.upperBound
        // What lasts up to the last few hours with traffic is not over.
        guard end < health.series.hours.count, hasTraffic(after: end) else { return nil }
        return change(around: end, isBegin: false)
    }

    /// How it went from some time before it began to some time after it ended.
    func course(since: Timestamp, until: Timestamp?) -> [Finding.Evidence.Step] {
        let series = health.series
        let first = series.start(ofHour: 0)
        let end = until ?? series.end.adding(seconds: 1)
        // As long before as it lasted, from half a day to a week.
        let around = min(max(end.secondsSince1970 - since.secondsSince1970, 12 * 3_600), 7 * 86_400)
        let from = max(first, since.adding(seconds: -around).startOfHour)
        let to = min(series.end.adding(seconds: 1), end.adding(seconds: around / 2))
        guard from < to else { return [] }
        let hours = (to.secondsSince1970 - from.secondsSince1970 + 3_599) / 3_600
        let step = [1, 2, 3, 6, 12, 24].first { hours / Int64($0) <= Self.mostSteps } ?? 24
        let measure = suspicion.measure
        let counts = health.counts(
            query(from..<to), of: [measure?.signal ?? .message, measure?.whole ?? .message], every: step * 3_600)
        let usual = suspicion.stretch.whole > 0 ? suspicion.stretch.expected / suspicion.stretch.whole : 0
        return counts[0].indices.prefix(4 * Int(Self.mostSteps)).map { place in
            Finding.Evidence.Step(
                start: from.adding(seconds: Int64(place * step * 3_600)),
                observed: Rate(counts[0][place], of: counts[1][place]), expected: usual * Double(counts[1][place]))
        }
    }

    private static let mostSteps: Int64 = 72

    /// Whether some hours later there is as much traffic as there was to be, or enough to see any.
    private func hasTraffic(after hour: Int) -> Bool {
        let usual = suspicion.stretch.whole / Double(max(1, suspicion.stretch.hours.count))
        let (needed, whole) = (max(5, min(usual, 50)), suspicion.measure?.whole ?? .message)
        var seen = 0.0
        for cell in health.series.cells where cell.hour >= hour && strata[cell.stratum] {
            seen += Double(cell.counts[whole])
            if seen >= needed { return true }
        }
        return false
    }

    /// The share of opens that come soon.
    private var soonShare: Double {
        var (soon, all) = (0, 0)
        for cell in health.series.cells where strata[cell.stratum] && !suspicion.stretch.hours.contains(cell.hour) {
            soon += cell.counts[.openedSoon]
            all += cell.counts[.opened]
        }
        return all == 0 ? 1 : Double(soon) / Double(all)
    }

    /// The beginning of an hour, also of the one after the last.
    private func border(_ hour: Int) -> Timestamp {
        hour < health.series.hours.count
            ? health.series.start(ofHour: hour) : health.series.start(ofHour: hour - 1).adding(seconds: 3_600)
    }

    /// The step around an hour's beginning at which the rate most likely changed.
    private func change(around hour: Int, isBegin: Bool) -> Timestamp {
        let (border, stretch) = (border(hour), suspicion.stretch)
        let reach = suspicion.cause == .volumeMissing ? Self.reachOfGaps : Self.reach
        // Not beyond the middle of the stretch, which is surely part of it.
        let (first, last) = (self.border(stretch.hours.lowerBound), self.border(stretch.hours.upperBound))
        let middle = first.adding(seconds: (last.secondsSince1970 - first.secondsSince1970) / 2)
        let from = isBegin ? border.adding(seconds: -reach) : max(middle, border.adding(seconds: -reach))
        let to = isBegin ? min(middle, border.adding(seconds: reach)) : border.adding(seconds: reach)
        guard from < to else { return border }
        let gains = gains(in: from..<to)
        return from.adding(seconds: Int64(Self.turn(of: gains, isBegin: isBegin) * Self.step))
    }

    /// For each step, how much likelier it is that it belongs to what was found than that it does not, as a logarithm.
    private func gains(in times: Range<Timestamp>) -> [Double] {
        if let measure = suspicion.measure { return gains(of: measure, in: times) }
        return suspicion.cause == .mixShift ? gainsOfShare(in: times) : gainsOfGap(in: times)
    }

    private func gains(of measure: Measure, in times: Range<Timestamp>) -> [Double] {
        let stretch = suspicion.stretch
        // Where opens are no longer recorded, messages of hours before lose their late ones, too; not the early ones.
        let signal = measure.signal == .opened ? HealthSignal.openedSoon : measure.signal
        let share = measure.signal == .opened ? soonShare : 1
        let counts = health.counts(query(times), of: [signal, measure.whole], every: Self.step)
        let usual = max(1e-5, share * stretch.expected / max(1, stretch.whole))
        let now = max(1e-5, share * stretch.seen / max(1, stretch.whole))
        return zip(counts[0], counts[1]).map { Double($0) * log(now / usual) - Double($1) * (now - usual) }
    }

    /// By the share of everything that is sent to the part, where it grew.
    private func gainsOfShare(in times: Range<Timestamp>) -> [Double] {
        var (before, inside) = ((part: 0.5, whole: 1.0), (part: 0.5, whole: 1.0))
        let hours = suspicion.stretch.hours
        for cell in health.series.cells where cell.hour < hours.upperBound {
            let deliveries = Double(cell.counts[.delivery])
            let ofPart = strata[cell.stratum] ? deliveries : 0
            if hours.contains(cell.hour) {
                inside = (inside.part + ofPart, inside.whole + deliveries)
            } else {
                before = (before.part + ofPart, before.whole + deliveries)
            }
        }
        let (usual, now) = (before.part / before.whole, inside.part / inside.whole)
        let all = HealthQuery(strata: strata.map { _ in true }, times: times)
        let ofPart = health.counts(query(times), of: [.delivery], every: Self.step)[0]
        let whole = health.counts(all, of: [.delivery], every: Self.step)[0]
        guard usual < now, now < 1 else { return whole.map { _ in 0 } }
        return zip(ofPart, whole).map { part, whole in
            Double(part) * log(now / usual) + Double(whole - part) * log((1 - now) / (1 - usual))
        }
    }

    /// By the messages, where they are missing: as many are usual in each step as on other days, and in the stretch as were
    /// expected there.
    private func gainsOfGap(in times: Range<Timestamp>) -> [Double] {
        let (series, stretch) = (health.series, suspicion.stretch)
        var usual = [Double](repeating: 0, count: 24)
        for cell in series.cells where strata[cell.stratum] && !stretch.hours.contains(cell.hour) {
            usual[series.hourOfDay(cell.hour)] += Double(cell.counts[.message])
        }
        let sum = stretch.hours.reduce(0) { $0 + usual[series.hourOfDay($1)] }
        let scale = sum > 0 ? stretch.expected / sum * Double(Self.step) / 3_600 : 0
        // What is left is taken to be a twentieth at least: a single message is no end.
        let left = max(0.05, stretch.seen / max(1, stretch.expected))
        let counts = health.counts(query(times), of: [.message], every: Self.step)[0]
        return counts.enumerated().map { place, count in
            let time = times.lowerBound.adding(seconds: Int64(place * Self.step))
            let hour = Int((time.secondsSince1970 - time.day.start.secondsSince1970) / 3_600)
            return Double(count) * log(left) - max(1e-3, usual[hour] * scale) * (left - 1)
        }
    }

    /// The number of the step with which it begins, or the one after its last.
    ///
    /// The gains are summed up (E. S. Page's cumulative sum): before it begins the sum falls, then it rises.
    private static func turn(of gains: [Double], isBegin: Bool) -> Int {
        var (sum, best, place) = (0.0, 0.0, 0)
        for (index, gain) in gains.enumerated() {
            sum += isBegin ? -gain : gain
            // Steps without traffic belong to what is over, or has not begun.
            if sum > best || isBegin && sum == best { (best, place) = (sum, index + 1) }
        }
        return place
    }
}
