import LogArchive
import Threading
public import TrackingLog

/// Logs, so that it can be judged how well their pushes do.
public final class HealthLog: Sendable {
    /// What deliveries signalled, hour by hour.
    public let series: HealthSeries
    /// The first and the last second of the messages that are judged; nil without any.
    public let period: ClosedRange<Timestamp>?
    /// The first and the last second of those that they are compared with; nil without any.
    public let baseline: ClosedRange<Timestamp>?
    /// The number of messages that pass the filter, of period and baseline.
    public let messages: Int
    /// Those of them that are not judged, since they are so far from all others in time that their clocks are wrong.
    public let strays: Int
    /// The values of the request's filters that no message has.
    public let unmatched: [UnmatchedValues]
    /// The rows that were read, and what could not be.
    public let quality: Quality
    /// Events by statuses that are not known.
    public let unknownStatuses: UnknownStatuses

    private let resolved: ResolvedTally
    private let facts: [HealthFacts]
    private let clock: HealthClock

    init(_ tally: consuming Tally, _ request: HealthRequest, _ reading: ReadingSummary) {
        quality = Quality(rows: tally.rows, tally.rejects, reading)
        let nameParts = request.filter.isOnNames ? NameParts(tally.shards, tally.labels) : nil
        let filter = TallyFilter(request.filter, tally.labels, nameParts)
        let resolved = ResolvedTally(tally)
        unknownStatuses = resolved.unknownStatuses
        var deliveries = DeliveryRequest()
        deliveries.filter = request.filter
        unmatched = deliveries.unmatched(in: resolved, nameParts)
        let span = HealthSpan(resolved, filter)
        (messages, strays) = (span.messages, span.strays)
        guard let made = span.made else {
            (period, baseline) = (nil, nil)
            series = HealthSeries(hours: [], periodStart: 0, end: .earliest, strata: [], cells: [])
            (self.resolved, facts) = (resolved, [])
            clock = HealthClock(origin: .earliest, end: .earliest)
            return
        }
        let (first, end) = (made.lowerBound, max(span.end, made.upperBound))
        var clock = HealthClock(origin: first.startOfHour, end: end)
        clock.learn(Workers.map(ShortKey.shardCount) { HealthFacts.openDelays(of: resolved, $0) })
        let strata = HealthStrata(resolved)
        let refusals = RefusalSignals(resolved.meanings, labels: resolved.tally.labels.count)
        let facts = Workers.map(ShortKey.shardCount) { [clock] shard in
            let facts = HealthFacts(count: resolved.tally.shards[shard].pointee.deliveries.count)
            facts.note(strata, clock, refusals, of: resolved, shard)
            return facts
        }
        let byDevice = Workers.map(ShortKey.shardCount) { shard in
            var byDevice = [[UInt32]](repeating: [], count: ShortKey.shardCount)
            for (number, delivery) in resolved.tally.shards[shard].pointee.deliveries.elements.enumerated()
            where delivery.hwidShape != .empty && facts[shard].strata[number] != HealthFacts.leftOut {
                byDevice[delivery.hwid.shard].append(UInt32(number))
            }
            return byDevice
        }
        Workers.forEach(ShortKey.shardCount) { device in
            DevicePass(facts).note(byDevice.map { $0[device] }, of: resolved)
        }
        let cells = CellCounts(facts).cells
        let axis = HealthAxis(
            hours: Set(cells.map { Int($0.key & 0xFFFF_FFFF) }), request, origin: clock.origin, first: first, end: end)
        let used = Set(cells.map { Int($0.key >> 32) }).sorted()
        var places = [UInt32](repeating: HealthFacts.leftOut, count: strata.strata.count)
        for (place, stratum) in used.enumerated() { places[stratum] = UInt32(place) }
        series = HealthSeries(
            hours: axis.hours, periodStart: axis.periodStart, end: end,
            strata: used.map { strata.strata[$0] },
            cells: cells.compactMap { key, counts in
                guard let hour = axis.places[Int(key & 0xFFFF_FFFF)] else { return nil }
                return HealthSeries.Cell(stratum: Int(places[Int(key >> 32)]), hour: hour, counts: counts)
            })
        Workers.forEach(facts.count) { facts[$0].renumber(places) }
        period = axis.period
        baseline = axis.baseline
        (self.resolved, self.facts, self.clock) = (resolved, facts, clock)
    }
}

// MARK: - Looking closer

/// Deliveries to look at more closely.
public struct HealthQuery: Sendable {
    /// By their places in ``HealthSeries/strata``, whether deliveries are looked at.
    public var strata: [Bool]
    /// The times of their messages, the end not included.
    public var times: Range<Timestamp>

    /// Those of some strata in some time.
    public init(strata: [Bool], times: Range<Timestamp>) {
        self.strata = strata
        self.times = times
    }
}

/// Deliveries that were looked at.
public struct HealthDetail: Sendable {
    /// Their messages.
    public var messages = 0
    /// The people of these.
    public var persons = 0
    /// How many deliveries one device has on average, each device counted by its deliveries: 1 where no device has two.
    public var clustering = 1.0
    /// Why they failed, the most frequent first; none where they did not.
    public var reasons: [(name: String, deliveries: Int)] = []
}

extension HealthLog {
    /// How many deliveries show two signals, in steps of time.
    ///
    /// - Parameters:
    ///   - query: the deliveries.
    ///   - signals: what is counted.
    ///   - step: the length of a step in seconds, 1 or more.
    /// - Returns: a count for each step of the query's time, by signal.
    public func counts(_ query: HealthQuery, of signals: [HealthSignal], every step: Int) -> [[Int]] {
        let range = clock.seconds(query.times)
        let steps = (range.count + step - 1) / step
        let parts = Workers.map(ShortKey.shardCount) { shard in
            var counts = signals.map { _ in [Int](repeating: 0, count: steps) }
            facts[shard].forEach(query.strata, in: range) { number in
                let place = Int(facts[shard].times[number] - range.lowerBound) / step
                for (index, signal) in signals.enumerated()
                where facts[shard].signals[number].contains(HealthSignals(signal)) {
                    counts[index][place] += 1
                }
            }
            return counts
        }
        return signals.indices.map { signal in
            (0..<steps).map { place in parts.reduce(0) { $0 + $1[signal][place] } }
        }
    }

    /// Messages, people and reasons of the deliveries that show a signal.
    public func detail(_ query: HealthQuery, showing signal: HealthSignal) -> HealthDetail {
        let range = clock.seconds(query.times)
        let refusals = RefusalSignals(resolved.meanings, labels: resolved.tally.labels.count)
        let parts = Workers.map(ShortKey.shardCount) { shard in
            var (messages, persons) = (Set<UInt32>(), Set<ShortKey>())
            var devices: [ShortKey: Int] = [:]
            var shown: Set<UInt32> = []
            let table = resolved.tally.shards[shard]
            facts[shard].forEach(query.strata, in: range) { number in
                guard facts[shard].signals[number].contains(HealthSignals(signal)) else { return }
                let delivery = table.pointee.deliveries[number].pointee
                messages.insert(delivery.message)
                persons.insert(
                    resolved.personKey(
                        resolved.person(of: Int(delivery.message), in: shard), hwid: delivery.hwid))
                shown.insert(UInt32(number))
                devices[delivery.hwid, default: 0] += 1
            }
            var reasons: [String: Int] = [:]
            for refusal in table.pointee.refusals.elements where shown.contains(refusal.delivery) {
                let platform = resolved.outcomes[shard].deliveries[Int(refusal.delivery)].platform
                guard refusals.signal(of: refusal, on: platform, resolved.meanings) == signal || signal == .overRetried
                else { continue }
                let name = resolved.meanings.withReason(of: refusal, on: platform, resolved.tally.labels) {
                    String(decoding: $0, as: UTF8.self)
                }
                reasons[name, default: 0] += 1
            }
            return (messages.count, persons, reasons, devices)
        }
        var detail = HealthDetail()
        detail.messages = parts.reduce(0) { $0 + $1.0 }
        detail.persons = parts.reduce(into: Set<ShortKey>()) { $0.formUnion($1.1) }.count
        let devices = parts.reduce(into: [ShortKey: Int]()) { $0.merge($1.3, uniquingKeysWith: +) }
        let deliveries = devices.values.reduce(0, +)
        if deliveries > 0 { detail.clustering = Double(devices.values.reduce(0) { $0 + $1 * $1 }) / Double(deliveries) }
        detail.reasons = parts.reduce(into: [String: Int]()) { $0.merge($1.2, uniquingKeysWith: +) }
            .map { (name: $0.key, deliveries: $0.value) }
            .sorted { ($1.deliveries, ByteOrdered(text: $0.name)) < ($0.deliveries, ByteOrdered(text: $1.name)) }
        return detail
    }
}

extension HealthFacts {
    /// Gives the strata that have deliveries their places among these.
    func renumber(_ places: [UInt32]) {
        for number in strata.indices where strata[number] != Self.leftOut {
            strata[number] = places[Int(strata[number])]
        }
    }

    func forEach(_ wanted: [Bool], in range: Range<UInt32>, _ body: (Int) -> Void) {
        for number in times.indices
        where range.contains(times[number]) && strata[number] != Self.leftOut && wanted[Int(strata[number])] {
            body(number)
        }
    }
}
