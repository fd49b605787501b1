import TrackingLog

/// The counts of one group of messages.
struct GroupTally: Sendable {
    var counts = MessageCounts()
    var deliveries = 0
    /// By raw value, the statuses that ``EventCounts`` counts.
    var events = InlineArray<8, Int>(repeating: 0)
    /// By number in the labels, the events that are counted with messages.
    var rareEvents: [UInt32: Int] = [:]
    var devices = SightingCount()
    var persons = SightingCount()
    var unconfirmed = UnconfirmedCount()
    /// The conversions of a list; nil without one.
    var conversions: ConversionTally?

    @inline(__always)
    mutating func add(_ counts: EventCounts) {
        deliveries += 1
        for status in 0..<8 { events[status] += counts[at: status] }
    }

    mutating func merge(_ other: GroupTally) {
        counts.add(other.counts)
        deliveries += other.deliveries
        for status in events.indices { events[status] += other.events[status] }
        rareEvents.merge(other.rareEvents, uniquingKeysWith: +)
        devices += other.devices
        persons += other.persons
        unconfirmed += other.unconfirmed
        if let others = other.conversions {
            if conversions == nil { conversions = others } else { conversions?.merge(others) }
        }
    }

    /// The counts in the form of a report.
    func totals(_ labels: borrowing InternedLabels) -> Totals {
        var totals = Totals()
        totals.counts = counts
        totals.deliveries = deliveries
        totals.devices = devices.keys
        totals.deliveredDevices = devices[.isDelivered]
        totals.reportingDevices = devices[.reports]
        totals.unconfirmed = unconfirmed
        totals.conversions = conversions?.totals
        totals.persons = persons.keys
        totals.coveredPersons = persons[.isCovered]
        // The log's own five statuses are listed even if there are none.
        for status in Status.allCases.prefix(5) { totals.eventsByStatus[status.name] = 0 }
        for status in EventCounts.statuses where events[Int(status.rawValue)] > 0 {
            totals.eventsByStatus[status.name, default: 0] += events[Int(status.rawValue)]
        }
        // In order: of two names that are equal strings, the same one is kept each time.
        for (label, count) in rareEvents.sorted(by: { labels.text($0.key).isBefore(labels.text($1.key)) }) {
            totals.eventsByStatus[labels.string(label), default: 0] += count
        }
        totals.events = totals.eventsByStatus.values.reduce(0, +)
        return totals
    }
}
