import Threading
import TrackingLog

/// When messages were made, without those whose clocks are years off.
struct HealthSpan: Sendable {
    /// From the first to the last message that passes the filter; nil without any.
    private(set) var made: ClosedRange<Timestamp>?
    /// The last row of all, by clocks that can be right.
    private(set) var end = Timestamp.earliest
    /// The messages that pass the filter.
    private(set) var messages = 0
    /// Those of them that are so far from most that their clocks are wrong.
    private(set) var strays = 0
    private var days: ClosedRange<Day>?

    /// Rows that come more seconds than these after their message have a wrong clock.
    fileprivate static let longestLife: Int64 = 30 * 86_400

    /// Notes which messages pass a filter, and leaves the others and strays out of the outcomes.
    init(_ resolved: ResolvedTally, _ filter: TallyFilter) {
        let parts = Workers.map(ShortKey.shardCount) { shard in
            resolved.tally.shards.daysMade(shard) { number, message in
                let isKept = filter.keeps(message, resolved.outcomes[shard].messages[number])
                resolved.outcomes[shard].messages[number].group = isKept ? 0 : ResolvedMessage.leftOut
                return isKept
            }
        }
        self.init(parts)
        guard let days, strays > 0 else { return }
        Workers.forEach(ShortKey.shardCount) { shard in
            for (number, message) in resolved.tally.shards[shard].pointee.messages.elements.enumerated()
            where !days.contains(resolved.tally.shards.made(message, in: shard).day) {
                resolved.outcomes[shard].messages[number].group = ResolvedMessage.leftOut
            }
        }
    }

    /// The span of all messages of some tables.
    init(_ shards: borrowing Shards<TallyShard>) {
        self.init(Workers.map(ShortKey.shardCount) { shards.daysMade($0) { _, _ in true } })
    }

    private init(_ parts: [[Day: MessagesOfDay]]) {
        let counts = parts.reduce(into: [:]) { $0.merge($1) { $0.with($1) } }
        messages = counts.values.reduce(0) { $0 + $1.kept }
        guard let days = Series.shownDays(counts.mapValues(\.all)) else { return }
        self.days = days
        for (day, count) in counts {
            guard days.contains(day) else {
                strays += count.kept
                continue
            }
            end = max(end, count.end)
            guard count.kept > 0 else { continue }
            made = min(made?.lowerBound ?? count.first, count.first)...max(made?.upperBound ?? count.last, count.last)
        }
    }
}

/// The messages that were made on one day.
private struct MessagesOfDay: Sendable {
    var all = 1
    var kept: Int
    /// The first and the last message that pass the filter; any without one.
    var first: Timestamp
    var last: Timestamp
    var end: Timestamp

    func with(_ other: MessagesOfDay) -> MessagesOfDay {
        guard kept > 0, other.kept > 0 else {
            var sum = kept > 0 ? self : other
            (sum.all, sum.end) = (all + other.all, max(end, other.end))
            return sum
        }
        return MessagesOfDay(
            all: all + other.all, kept: kept + other.kept, first: min(first, other.first), last: max(last, other.last),
            end: max(end, other.end))
    }
}

extension Shards<TallyShard> {
    /// When a message was made: the clock of a device says nothing about that.
    fileprivate func made(_ message: MessageRecord, in shard: Int) -> Timestamp {
        var created = CompactTime.never
        self[shard].pointee.forEachDelivery(of: message) { created = min(created, $1.firstCreated) }
        return created.timestamp ?? message.first.timestamp ?? .earliest
    }

    fileprivate func daysMade(
        _ shard: Int, where isKept: (_ number: Int, _ message: MessageRecord) -> Bool
    ) -> [Day: MessagesOfDay] {
        var days: [Day: MessagesOfDay] = [:]
        // Neighbours are mostly of one day.
        var (day, run): (Day?, MessagesOfDay?) = (nil, nil)
        func close() {
            if let day, let run { days[day] = days[day].map { $0.with(run) } ?? run }
        }
        for (number, message) in self[shard].pointee.messages.elements.enumerated() {
            let time = made(message, in: shard)
            let end = message.last.timestamp ?? time
            let isLifeBelievable = end.secondsSince1970 - time.secondsSince1970 <= HealthSpan.longestLife
            let one = MessagesOfDay(
                kept: isKept(number, message) ? 1 : 0, first: time, last: time,
                end: isLifeBelievable ? max(end, time) : time)
            if let known = run, day == time.day {
                run = known.with(one)
            } else {
                close()
                (day, run) = (time.day, one)
            }
        }
        close()
        return days
    }
}
