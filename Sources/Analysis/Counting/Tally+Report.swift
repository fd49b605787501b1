import Threading
public import LogArchive
import TrackingLog

extension Tally {
    /// What the rows folded so far come to.
    ///
    /// - Parameter reading: where they came from, for the report to name.
    public func report(of reading: ReadingSummary = ReadingSummary()) -> Report {
        let meanings = DescriptionMeanings(parts, words)
        let groupCount = Platform.allCases.count
        let settled = Workers.map(ShortKey.parts) { part in
            PartSettlement(parts[part].pointee, names, meanings, groups: groupCount)
        }
        var groups = [GroupTally](repeating: GroupTally(), count: groupCount)
        for part in settled {
            for group in groups.indices { groups[group].merge(part.groups[group]) }
        }
        var all = groups.reduce(into: GroupTally()) { $0.merge($1) }
        let devices = DistinctCount(settled.map(\.devices), groups: groupCount)
        let persons = DistinctCount(settled.map(\.persons), groups: groupCount)
        all.devices = devices.total
        all.persons = persons.total
        for group in groups.indices {
            groups[group].devices = devices.byGroup[group]
            groups[group].persons = persons.byGroup[group]
        }
        return Report(
            window: window,
            sources: reading.sources.map { Report.Source(path: $0.name, rows: $0.rows, rejected: $0.rejected) },
            totals: all.totals(words),
            groups: platformGroups(groups),
            reasons: reasonCounts(settled, meanings),
            quality: quality(of: reading))
    }

    private func platformGroups(_ groups: [GroupTally]) -> [Report.Group] {
        var named: [Report.Group] = []
        for platform in Platform.allCases where groups[Int(platform.rawValue)].messages > 0 {
            named.append(
                Report.Group(by: ["platform": platform.name], totals: groups[Int(platform.rawValue)].totals(words)))
        }
        // Sorting is stable: of equal groups the first platform stays first.
        return named.sorted { $0.totals.messages > $1.totals.messages }
    }

    private var window: ClosedRange<Timestamp>? {
        guard let first = first.timestamp, let last = last.timestamp else { return nil }
        return first...last
    }

    private func quality(of reading: ReadingSummary) -> Quality {
        Quality(
            rows: rows, rejected: rejects.count,
            examples: rejects.first.map { example in
                let isKnown = reading.sources.indices.contains(example.source)
                return Quality.Example(
                    path: isKnown ? reading.sources[example.source].name : "", line: example.line,
                    reason: example.reason)
            })
    }

    /// The reasons of all parts, those that the catalogue holds for one counted as one.
    private func reasonCounts(
        _ parts: [PartSettlement], _ meanings: DescriptionMeanings
    ) -> [ReasonCount] {
        struct Key: Hashable {
            var platform: Platform
            var name: String
            var gateway: Gateway?
        }
        let failed = parts.reduce(0) { $0 + $1.failedDeliveries }
        var counts: [Key: ReasonCount] = [:]
        for part in parts {
            for (key, tally) in part.reasons {
                let reason = meanings.match(key.word).reason(on: key.platform)
                let name = reason?.name ?? words.string(key.word)
                let empty = ReasonCount(
                    platform: key.platform, name: name, reason: reason, deliveries: 0, events: 0,
                    share: Rate(0, of: failed))
                let place = Key(platform: key.platform, name: name, gateway: reason?.gateway)
                counts[place, default: empty].deliveries += tally.deliveries
                counts[place, default: empty].events += tally.events
            }
        }
        return counts.values
            .map { count in
                var count = count
                count.share = Rate(count.deliveries, of: failed)
                return count
            }
            .sorted { left, right in
                (right.deliveries, right.events, left.name, left.platform.rawValue, left.gatewayOrder)
                    < (left.deliveries, left.events, right.name, right.platform.rawValue, right.gatewayOrder)
            }
    }
}

extension ReasonCount {
    fileprivate var gatewayOrder: Int { reason?.gateway.map { Int($0.rawValue) } ?? Int.max }
}
