import Threading
import TrackingLog

extension Tally {
    /// The messages of a report over time, by the hour, day, week or year as it fits.
    func series(_ outcomes: [ShardOutcomes], _ zone: LocalZone?) -> Series {
        let parts = Workers.map(ShortKey.shardCount) { shard in
            var counts: [Day: Int] = [:]
            forEachStart(shard, outcomes[shard], zone) { time, _ in counts[time.day, default: 0] += 1 }
            return counts
        }
        let byDay = parts.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        guard let days = Series.shownDays(byDay) else { return Series(step: .day) }
        let step = Series.Step(for: days)
        let first = step.number(of: days.lowerBound.start)
        let count = Int(step.number(of: days.upperBound.end) - first) + 1
        let platforms = Platform.allCases.count
        let shards = Workers.map(ShortKey.shardCount) { shard in
            var counts = [MessageCounts](repeating: MessageCounts(), count: count * platforms)
            forEachStart(shard, outcomes[shard], zone) { time, message in
                guard days.contains(time.day) else { return }
                let place = Int(step.number(of: time) - first) * platforms
                counts[place + Int(message.platforms.agreed.rawValue)].add(message)
            }
            return counts
        }
        let points = (0..<count).map { index in
            var point = Series.Point(start: step.start(of: first + Int64(index)))
            for platform in Platform.allCases {
                var sum = MessageCounts()
                for shard in shards { sum.add(shard[index * platforms + Int(platform.rawValue)]) }
                if sum.messages > 0 { point.byPlatform[platform] = sum }
            }
            return point
        }
        let outside = byDay.reduce(0) { $0 + (days.contains($1.key) ? 0 : $1.value) }
        return Series(step: step, points: points, outside: outside)
    }

    /// Visits the reported messages of a shard with the times of their earliest rows.
    private func forEachStart(
        _ shard: Int, _ outcomes: ShardOutcomes, _ zone: LocalZone?, _ body: (Timestamp, ResolvedMessage) -> Void
    ) {
        for (index, message) in shards[shard].pointee.messages.elements.enumerated()
        where outcomes.messages[index].isReported {
            guard let time = message.first.timestamp else { continue }
            body(zone.map { $0.local(time) } ?? time, outcomes.messages[index])
        }
    }

    /// What a report is compared with.
    ///
    /// - Parameter last: the report's last row.
    func before(_ last: Timestamp, _ options: ReportOptions) -> OverTime.Before? {
        guard let filter = options.filter.before(last: last, options.zone), let since = filter.since,
            let until = filter.until, since <= until, let start = firstRow, start.day <= since.day
        else { return nil }
        var options = options
        options.filter = filter
        options.dimensions = []
        options.isOverTime = false
        options.conversions = nil
        let report = report(options)
        guard report.totals.messages > 0 else { return nil }
        return OverTime.Before(
            period: since...until, counts: report.totals.counts, coverage: report.tokens.coverage)
    }

    /// The time of the first row of all.
    private var firstRow: Timestamp? {
        Workers.map(ShortKey.shardCount) { shard in
            shards[shard].pointee.messages.elements.reduce(CompactTime.never) { min($0, $1.first) }
        }.min()?.timestamp
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
