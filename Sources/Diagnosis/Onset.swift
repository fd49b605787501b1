import Analysis
import Glibc
import TrackingLog

/// Finds the minutes in which something began and ended.
struct Onset {
    let log: HealthLog
    let suspicion: Suspicion
    private let strata: [Bool]

    /// The length of a step in seconds, and how far around an hour's border the change is looked for.
    private static let step = 300
    private static let reach: Int64 = 12 * 3_600

    init(_ log: HealthLog, _ suspicion: Suspicion) {
        (self.log, self.suspicion) = (log, suspicion)
        var strata = [Bool](repeating: false, count: log.series.strata.count)
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
        guard end < log.series.hours.count, hasTraffic(after: end) else { return nil }
        return change(around: end, isBegin: false)
    }

    /// How it went from some time before it began to some time after it ended.
    func course(since: Timestamp, until: Timestamp?) -> [Finding.Evidence.Step] {
        let series = log.series
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
        let counts = log.counts(
            query(from..<to), of: [measure?.signal ?? .message, measure?.whole ?? .message], every: step * 3_600)
        let usual = suspicion.stretch.whole > 0 ? suspicion.stretch.expected / suspicion.stretch.whole : 0
        return counts[0].indices.prefix(4 * Int(Self.mostSteps)).map { place in
            Finding.Evidence.Step(
                start: from.adding(seconds: Int64(place * step * 3_600)),
                observed: Rate(counts[0][place], of: counts[1][place]), expected: usual * Double(counts[1][place]))
        }
    }

    private static let mostSteps: Int64 = 72

    private func hasTraffic(after hour: Int) -> Bool {
        var (seen, needed) = (0.0, suspicion.stretch.whole / Double(max(1, suspicion.stretch.hours.count)))
        needed = max(5, min(needed, 50))
        for cell in log.series.cells where cell.hour >= hour && strata[cell.stratum] {
            seen += Double(cell.counts[suspicion.measure?.whole ?? .message])
            if seen >= needed { return true }
        }
        return suspicion.measure == nil
    }

    /// The share of opens that come soon.
    private var soonShare: Double {
        var (soon, all) = (0, 0)
        for cell in log.series.cells where strata[cell.stratum] && !suspicion.stretch.hours.contains(cell.hour) {
            soon += cell.counts[.openedSoon]
            all += cell.counts[.opened]
        }
        return all == 0 ? 1 : Double(soon) / Double(all)
    }

    /// The step around an hour's beginning at which the rate most likely changed.
    private func change(around hour: Int, isBegin: Bool) -> Timestamp {
        let series = log.series
        let border =
            hour < series.hours.count
            ? series.start(ofHour: hour) : series.start(ofHour: hour - 1).adding(seconds: 3_600)
        guard let measure = suspicion.measure else { return border }
        let stretch = suspicion.stretch
        let first = series.start(ofHour: stretch.hours.lowerBound)
        let last = series.start(ofHour: stretch.hours.upperBound - 1).adding(seconds: 3_600)
        // Not beyond the middle of the stretch, which is surely part of it.
        let middle = Timestamp(secondsSince1970: (first.secondsSince1970 + last.secondsSince1970) / 2)
        let from = isBegin ? border.adding(seconds: -Self.reach) : max(middle, border.adding(seconds: -Self.reach))
        let to =
            isBegin
            ? min(max(middle, border.adding(seconds: 1)), border.adding(seconds: Self.reach))
            : border.adding(seconds: Self.reach)
        guard from < to else { return border }
        // Where opens are no longer recorded, messages of hours before lose their late ones, too; not the early ones.
        let signal = measure.signal == .opened ? HealthSignal.openedSoon : measure.signal
        let share = measure.signal == .opened ? soonShare : 1
        let counts = log.counts(query(from..<to), of: [signal, measure.whole], every: Self.step)
        let usual = max(1e-5, share * stretch.expected / max(1, stretch.whole))
        let now = max(1e-5, share * stretch.seen / max(1, stretch.whole))
        // The gain of taking each step as changed, summed up: its turning point is where the change is.
        let (factor, difference) = (log(now / usual), now - usual)
        var (sum, best, place) = (0.0, 0.0, 0)
        for index in counts[0].indices {
            let gain = Double(counts[0][index]) * factor - Double(counts[1][index]) * difference
            // Before the change the sum falls, after it rises; for the end the other way round.
            sum += isBegin ? -gain : gain
            // Steps without traffic belong to what is over, or has not begun.
            if sum > best || isBegin && sum == best { (best, place) = (sum, index + 1) }
        }
        return from.adding(seconds: Int64(place * Self.step))
    }

    private func log(_ value: Double) -> Double { Glibc.log(value) }
}

extension Timestamp {
    /// The beginning of its UTC hour.
    fileprivate var startOfHour: Timestamp {
        Timestamp(
            secondsSince1970: day.start.secondsSince1970 + (secondsSince1970 - day.start.secondsSince1970) / 3_600
                * 3_600)
    }
}
