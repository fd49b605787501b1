import Durability
import TrackingLog

/// Counts the anomalies among a log's events, delivery by delivery, by the rules of ``AnomalyFinder``.
struct LogAnomalies {
    private var events = DeliveryEvents()

    /// How often an anomaly was found, and in which row first.
    private struct Tallied {
        var count = 0
        var first = Int.max
    }

    /// The most events that are looked at together, 32 bytes each. Hashing spreads deliveries evenly over the parts, so only
    /// a log of billions of rows has more, or one that gives a single delivery millions.
    private static let mostInPart = 1 << 23

    /// Adds the next row.
    mutating func add(
        _ number: Int, code: UnsafeRawBufferPointer, hwid: UnsafeRawBufferPointer, status: Status,
        word: UnsafeRawBufferPointer, description: UnsafeRawBufferPointer, time: Timestamp
    ) {
        let delivery = KeyedHash.of(code).combined(with: KeyedHash.of(hwid)).low
        let identity = AnomalyFinder.identity(of: status, word: word, description: description)
        events.append(
            DeliveryEvents.Event(
                delivery: delivery, time: time.secondsSince1970, row: number, status: status, identity: identity))
    }

    /// The findings about the rows.
    func findings(path: String, entry: String) -> [Finding] {
        func unchecked(_ reason: String) -> [Finding] {
            [Finding(.unreadable, path, entry: entry, "the order of its events was not checked: \(reason)")]
        }
        guard events.largestPart <= Self.mostInPart else {
            return unchecked("a delivery has too many events, or the log has too many deliveries")
        }
        var tallied: [FindingCode: Tallied] = [:]
        do throws(FileError) {
            try events.forEachPart { part in Self.find(in: &part, &tallied) }
        } catch {
            return unchecked("\(error)")
        }
        return Self.reasons.compactMap { code, reason in
            guard let found = tallied[code] else { return nil }
            return Finding(code, path, entry: entry, row: found.first, count: found.count, reason)
        }
    }

    private static let reasons: [(FindingCode, String)] = [
        (.deliveredBeforeSent, "events are a delivery's delivered event, before its sent event"),
        (.eventBeforeStep, "events come before a step that precedes them, such as opened before delivered"),
        (.openedWithoutCreated, "deliveries were opened and have no created event here; an earlier log may have it"),
        (.eventAfterEnd, "events come after their delivery had ended"),
        (.overTenAttempts, "sent events are an eleventh attempt of their delivery, or a later one"),
        (.eventRepeated, "events repeat an earlier one: the same time, status and description"),
    ]

    /// Finds the anomalies among the events of whole deliveries.
    private static func find(in events: inout [DeliveryEvents.Event], _ tallied: inout [FindingCode: Tallied]) {
        DeliveryEvents.group(&events)
        var start = 0
        while start < events.count {
            let delivery = events[start].delivery
            var (end, isOrdered) = (start + 1, true)
            while end < events.count, events[end].delivery == delivery {
                isOrdered = isOrdered && events[end - 1].isBefore(events[end])
                end += 1
            }
            // A log's rows nearly always are.
            if !isOrdered { events[start..<end].sort { $0.isBefore($1) } }
            var finder = AnomalyFinder()
            for event in events[start..<end] { finder.announce(event.status) }
            for event in events[start..<end] {
                let time = Timestamp(secondsSince1970: event.time)
                for anomaly in finder.visit(event.status, at: time, identity: event.identity).anomalies {
                    let code = FindingCode(anomaly, of: event.status)
                    tallied[code, default: Tallied()].count += 1
                    tallied[code, default: Tallied()].first = min(tallied[code]?.first ?? .max, event.row)
                }
            }
            start = end
        }
    }
}

extension FindingCode {
    /// The code of an anomaly of an event.
    init(_ anomaly: Anomaly, of status: Status) {
        switch anomaly {
        case .before(let step): self = status == .delivered && step == .sent ? .deliveredBeforeSent : .eventBeforeStep
        case .neverCreated: self = .openedWithoutCreated
        case .after: self = .eventAfterEnd
        case .again: self = .eventRepeated
        case .overTenAttempts: self = .overTenAttempts
        }
    }
}
