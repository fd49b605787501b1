import Durability
package import TrackingLog

/// Counts the anomalies among a log's events, delivery by delivery (``AnomalyFinder``).
package struct LogAnomalies {
    private var events = DeliveryEvents()

    /// The number of occurrences of an anomaly, and the first row.
    private struct Tallied {
        var count = 0
        var first = Int.max

        mutating func add(_ row: Int) {
            count += 1
            first = min(first, row)
        }
    }

    private let maximumInPart: Int

    /// - Parameter maximumInPart: the maximum number of events held together, 32 bytes each. Hashing spreads deliveries
    ///   evenly over the parts, so only a log of billions of rows, or a delivery with millions of events, exceeds it.
    package init(maximumInPart: Int = 1 << 23) { self.maximumInPart = maximumInPart }

    /// Adds the next row.
    package mutating func add(
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
    package func findings(path: String, entry: String) -> [Finding] {
        var tallied: [FindingCode: Tallied] = [:]
        do throws(FileError) {
            guard try events.forEachPart(ofAtMost: maximumInPart, { Self.find(in: &$0, &tallied) }) else {
                return [
                    Finding(
                        .anomaliesUnchecked, path, entry: entry,
                        "the events were not checked for anomalies: one delivery has millions of them, or the log billions"
                    )
                ]
            }
        } catch {
            return [Finding(.unreadable, path, entry: entry, "the events were not checked for anomalies: \(error)")]
        }
        return Self.reasons.compactMap { code, reason in
            guard let found = tallied[code] else { return nil }
            return Finding(code, path, entry: entry, row: found.first, count: found.count, reason)
        }
    }

    private static let reasons: [(FindingCode, String)] = [
        (.deliveredBeforeSent, "a delivered event comes before the delivery's sent event"),
        (.eventBeforeStep, "an event comes before an earlier step of the delivery, such as opened before delivered"),
        (.openedWithoutCreated, "an opened delivery has no created event in this log; an earlier log may have it"),
        (.eventAfterEnd, "an event comes after the delivery's end, such as failed after opened"),
        (.overTenAttempts, "a delivery was sent more than ten times"),
        (.eventRepeated, "an event is repeated with the same time, status and description"),
    ]

    /// Finds the anomalies among all events of some deliveries.
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
            // The rows of a log nearly always are.
            if !isOrdered { events[start..<end].sort { $0.isBefore($1) } }
            var finder = AnomalyFinder()
            for event in events[start..<end] { finder.announce(event.status) }
            for event in events[start..<end] {
                let time = Timestamp(secondsSince1970: event.time)
                for anomaly in finder.visit(event.status, at: time, identity: event.identity).anomalies {
                    tallied[FindingCode(anomaly, of: event.status), default: Tallied()].add(event.row)
                }
            }
            start = end
        }
    }
}

extension FindingCode {
    /// The code of an event's anomaly.
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
