import TrackingLog

/// The events of messages, laid out when each message begins.
struct Trail {
    let population: Population
    let recording: Traffic.Order
    /// The traffic's last second. Events that happen or are recorded later are left out.
    let end: UInt32
    /// When the credentials of an app that lets them expire are refused.
    let outage: Range<UInt32>
    var pending = PendingEvents()

    init(population: Population, recording: Traffic.Order, end: UInt32) {
        self.population = population
        self.recording = recording
        self.end = end
        // At seven tenths of the time, for forty minutes; short traffic is spared.
        let start = end / 10 * 7
        outage = end < 7 * 86_400 ? 0..<0 : start..<start + 2400
    }

    /// Lays out the events of a message that begins at a time.
    mutating func lay(_ message: Message, madeAt time: UInt32) {
        var order: UInt8 = 0
        for place in message.places {
            var delivery = Delivery(message: message, place: place, population: population)
            delivery.follow(from: time, end: end, outage: outage) { event in
                var event = event
                event.order = order
                order &+= 1
                keep(event)
            }
        }
    }

    private mutating func keep(_ event: PendingEvent) {
        var event = event
        // An event that is recorded after the end is left out in either order.
        guard event.due <= end, event.time <= end else { return }
        if recording == .byTime { event.due = event.time }
        pending.add(event)
    }
}
