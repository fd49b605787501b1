import Threading
import TrackingLog

/// How many messages began on each day.
typealias DayCounts = [Day: Int]

extension Shards<TallyShard> {
    /// How many reported messages began on each day.
    func days(_ outcomes: [ShardOutcomes], _ zone: LocalZone?) -> DayCounts {
        Workers.map(ShortKey.shardCount) { shard in
            var counts = DayCounts()
            forEachStart(shard, outcomes[shard], zone) { time, _ in counts[time.day, default: 0] += 1 }
            return counts
        }.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    }

    /// Visits the reported messages of a shard with the times of their earliest rows.
    fileprivate func forEachStart(
        _ shard: Int, _ outcomes: ShardOutcomes, _ zone: LocalZone?, _ body: (Timestamp, ResolvedMessage) -> Void
    ) {
        for (index, message) in self[shard].pointee.messages.elements.enumerated()
        where outcomes.messages[index].isReported {
            guard let time = message.first.timestamp else { continue }
            body(zone.map { $0.local(time) } ?? time, outcomes.messages[index])
        }
    }

    /// The time of the first row of all.
    var firstRow: CompactTime {
        Workers.map(ShortKey.shardCount) { shard in
            self[shard].pointee.messages.elements.reduce(CompactTime.never) { min($0, $1.first) }
        }.reduce(.never, min)
    }
}

/// Messages over time, by the hour, day, week or year as it fits.
struct SeriesCounts: Sendable {
    private let days: ClosedRange<Day>?
    private let step: Series.Step
    private let outside: Int
    private let first: Int64
    /// By step and the platform's raw value.
    private var counts: [MessageCounts]

    private static let platforms = Platform.allCases.count

    /// No messages yet.
    ///
    /// - Parameter byDay: how many there will be each day.
    init(_ byDay: DayCounts) {
        days = Series.shownDays(byDay)
        guard let days else {
            (step, outside, first, counts) = (.day, 0, 0, [])
            return
        }
        step = Series.Step(for: days)
        first = step.number(of: days.lowerBound.start)
        outside = byDay.reduce(0) { $0 + (days.contains($1.key) ? 0 : $1.value) }
        let count = Int(step.number(of: days.upperBound.end) - first) + 1
        counts = Array(repeating: MessageCounts(), count: count * Self.platforms)
    }

    /// Adds the reported messages of some tables.
    mutating func add(_ shards: borrowing Shards<TallyShard>, _ outcomes: [ShardOutcomes], _ zone: LocalZone?) {
        guard let days else { return }
        let empty = [MessageCounts](repeating: MessageCounts(), count: counts.count)
        let (step, first) = (step, first)
        let parts = Workers.map(ShortKey.shardCount) { shard in
            var counts = empty
            shards.forEachStart(shard, outcomes[shard], zone) { time, message in
                guard days.contains(time.day) else { return }
                let place = Int(step.number(of: time) - first) * Self.platforms
                counts[place + Int(message.platforms.agreed.rawValue)].add(message)
            }
            return counts
        }
        for part in parts { for place in counts.indices { counts[place].add(part[place]) } }
    }

    /// The messages of a report.
    var series: Series {
        let points = stride(from: 0, to: counts.count, by: Self.platforms).map { place in
            var point = Series.Point(start: step.start(of: first + Int64(place / Self.platforms)))
            for platform in Platform.allCases {
                let sum = counts[place + Int(platform.rawValue)]
                if sum.messages > 0 { point.byPlatform[platform] = sum }
            }
            return point
        }
        return Series(step: step, points: points, outside: outside)
    }
}

extension ReportOptions {
    /// The options of the report that one by these is compared with; nil if there is none.
    ///
    /// - Parameters:
    ///   - first: the first row of all.
    ///   - report: the report.
    func before(first: CompactTime, _ report: Report) -> ReportOptions? {
        guard let last = report.window?.upperBound, let filter = filter.before(last: last, zone),
            let since = filter.since, let until = filter.until,
            since <= until, let start = first.timestamp, start.day <= since.day
        else { return nil }
        var options = self
        options.filter = filter
        options.dimensions = []
        options.isOverTime = false
        options.conversions = nil
        options.scopes = []
        return options
    }
}

extension OverTime.Before {
    /// What a report is compared with: the report by other options; nil if it has no messages.
    init?(_ report: Report, by options: ReportOptions) {
        guard let since = options.filter.since, let until = options.filter.until, report.totals.messages > 0 else {
            return nil
        }
        self.init(period: since...until, counts: report.totals.counts, coverage: report.tokens.coverage)
    }
}

extension MessageFilter {
    /// The same filter for the time before it, as long as it is on the zone's clocks; nil if it has no beginning.
    ///
    /// - Parameters:
    ///   - last: the last row; its day ends the filter if that has no end of its own.
    ///   - zone: the zone of days; nil means UTC.
    fileprivate func before(last: Timestamp, _ zone: LocalZone?) -> MessageFilter? {
        guard let since else { return nil }
        func local(_ time: Timestamp) -> Timestamp { zone.map { $0.local(time) } ?? time }
        func utc(_ time: Timestamp) -> Timestamp { zone.map { $0.utc(time) } ?? time }
        let end = until ?? local(last).day.end(in: zone)
        guard since <= end else { return nil }
        // By local clocks: a week with a day of 23 hours is compared with a week.
        let length = local(end).secondsSince1970 - local(since).secondsSince1970 + 1
        var filter = self
        filter.since = utc(local(since).adding(seconds: -length))
        filter.until = since.adding(seconds: -1)
        return filter
    }
}
