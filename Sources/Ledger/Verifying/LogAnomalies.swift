import Durability
import TrackingLog

/// Counts the anomalies among a log's events, delivery by delivery, by the rules of ``AnomalyFinder``.
struct LogAnomalies {
    private var events = DeliveryEvents()

    /// How often an anomaly was found, and in which row first.
    private struct Tallied {
        var count = 0
        var first = Int.max

        mutating func add(_ row: Int) {
            count += 1
            first = min(first, row)
        }
    }

    private let mostInPart: Int

    /// - Parameter mostInPart: the most events that are looked at together, 32 bytes each. Hashing spreads deliveries evenly
    ///   over the parts, so only a log of billions of rows has more, or one that gives a single delivery millions.
    init(mostInPart: Int = 1 << 23) { self.mostInPart = mostInPart }

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
        var tallied: [FindingCode: Tallied] = [:]
        do throws(FileError) {
            guard try events.forEachPart(ofAtMost: mostInPart, { Self.find(in: &$0, &tallied) }) else {
                return [
                    Finding(
                        .anomaliesUnchecked, path, entry: entry,
                        "not checked for anomalies: a delivery has millions of events, or the log billions")
                ]
            }
        } catch {
            return [Finding(.unreadable, path, entry: entry, "not checked for anomalies: \(error)")]
        }
        return Self.reasons.compactMap { code, reason in
            guard let found = tallied[code] else { return nil }
            return Finding(code, path, entry: entry, row: found.first, count: found.count, reason)
        }
    }

    private static let reasons: [(FindingCode, String)] = [
        (.deliveredBeforeSent, "a delivery was delivered before it was sent"),
        (.eventBeforeStep, "an event comes before a step that precedes it, such as opened before delivered"),
        (.openedWithoutCreated, "a delivery was opened and has no created event here; an earlier log may have it"),
        (.eventAfterEnd, "an event comes after its delivery ended, such as failed after opened"),
        (.overTenAttempts, "a delivery was sent more than ten times"),
        (.eventRepeated, "an event is repeated: the same time, status and description"),
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
                    tallied[FindingCode(anomaly, of: event.status), default: Tallied()].add(event.row)
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
