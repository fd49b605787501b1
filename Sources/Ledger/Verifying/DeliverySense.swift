import Durability
import TrackingLog

/// Whether a log's events make sense, delivery by delivery. Real gateways produce everything that is counted here: it
/// explains numbers that surprise, and is no proof of tampering.
struct DeliverySense {
    /// What one delivery's rows have said so far, in the order of the log.
    fileprivate struct Delivery {
        var isCreated = false
        var isOpened = false
        var attempts: UInt16 = 0
        var firstSent = Int64.max
        var firstDelivered = Int64.max
        /// Since when it has been accepted (delivered, received, opened), and since when refused.
        var accepted = Int64.max
        var refused = Int64.max
    }

    private var events = DeliveryEvents()

    /// How often, and the first row.
    private struct Tallied {
        var count = 0
        var first = Int.max

        mutating func add(_ row: Int) {
            count += 1
            first = min(first, row)
        }
    }

    /// The most attempts that a sender makes.
    fileprivate static let mostAttempts = 10

    /// Takes the next row.
    mutating func add(
        _ number: Int, code: UnsafeRawBufferPointer, hwid: UnsafeRawBufferPointer, status: Status, time: Timestamp
    ) {
        let delivery = KeyedHash.of(code).combined(with: KeyedHash.of(hwid)).low
        events.append(
            DeliveryEvents.Event(delivery: delivery, time: time.secondsSince1970, row: number, status: status))
    }

    /// What is odd about the rows.
    func findings(path: String, entry: String) -> [Finding] {
        var (early, uncreated) = (0, 0)
        var (afterEnd, overTen) = (Tallied(), Tallied())
        var deliveries: [UInt64: Delivery] = [:]
        do throws(FileError) {
            try events.forEachPart { event in
                let (isAfterEnd, isOverTen) = deliveries[event.delivery, default: Delivery()].take(
                    event.status, at: event.time)
                if isAfterEnd { afterEnd.add(event.row) }
                if isOverTen { overTen.add(event.row) }
            } end: {
                for delivery in deliveries.values {
                    if delivery.firstDelivered < delivery.firstSent, delivery.firstSent != .max { early += 1 }
                    if delivery.isOpened, !delivery.isCreated { uncreated += 1 }
                }
                deliveries.removeAll(keepingCapacity: true)
            }
        } catch {
            return [Finding(.unreadable, path, entry: entry, "whether its rows make sense was not checked: \(error)")]
        }
        var findings: [Finding] = []
        func add(_ code: FindingCode, _ count: Int, row: Int? = nil, _ reason: String) {
            if count > 0 { findings.append(Finding(code, path, entry: entry, row: row, count: count, reason)) }
        }
        add(.deliveredBeforeSent, early, "deliveries were delivered before they were sent")
        add(
            .openedWithoutCreated, uncreated,
            "deliveries were opened and have no created row here; an earlier log may have it")
        add(.eventAfterEnd, afterEnd.count, row: afterEnd.first, "events come after their delivery had ended otherwise")
        add(.overTenAttempts, overTen.count, row: overTen.first, "rows are an eleventh attempt or a later one")
        return findings
    }
}

extension DeliverySense.Delivery {
    /// Takes the next event.
    ///
    /// - Returns: whether the delivery had ended otherwise at an earlier second, and whether it is an attempt too many.
    fileprivate mutating func take(_ status: Status, at time: Int64) -> (isAfterEnd: Bool, isOverTen: Bool) {
        switch status {
        case .created:
            isCreated = true
        case .sent:
            attempts &+= 1
            let isAgain = firstSent != .max
            firstSent = min(firstSent, time)
            return (isAgain && accepted < time, attempts > DeliverySense.mostAttempts)
        case .delivered, .received:
            if status == .delivered { firstDelivered = min(firstDelivered, time) }
            accepted = min(accepted, time)
        case .opened:
            isOpened = true
            let isAfterEnd = refused < time && accepted == .max
            accepted = min(accepted, time)
            return (isAfterEnd, false)
        case .failed, .bounced, .dropped, .suppressed, .skipped, .unsubscribed:
            refused = min(refused, time)
            return (accepted < time, false)
        case .attempted, .converted, .other:
            break
        }
        return (false, false)
    }
}
