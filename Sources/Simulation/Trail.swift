import TrackingLog

/// The events of messages, laid out when each message begins.
struct Trail {
    let population: Population
    let recording: Traffic.Order
    /// The traffic's last second. Events that happen or are recorded later are left out.
    let end: UInt32
    /// What is planted; mostly nothing.
    let incidents: [Incident]
    var pending = PendingEvents()
    /// When each of the incidents first changed something, in seconds since the traffic's start; nil if none did so far.
    var firstAffected: [UInt32?]
    /// How many messages have been laid out.
    private(set) var messages = 0

    init(population: Population, recording: Traffic.Order, end: UInt32, incidents: [Incident]) {
        self.population = population
        self.recording = recording
        self.end = end
        self.incidents = incidents
        firstAffected = incidents.map { _ in nil }
    }

    /// Lays out the events of a message that begins at a time, and of those that are planted beside it.
    mutating func lay(_ message: Message, madeAt time: UInt32) {
        if incidents.isEmpty {
            layEvents(of: message, madeAt: time, incidents)
        } else {
            layPlanted(message, madeAt: time)
        }
    }

    /// Lays out the events of one message.
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - time: when it begins, in seconds since the traffic's start.
    ///   - incidents: what is planted in it.
    mutating func layEvents(of message: Message, madeAt time: UInt32, _ incidents: [Incident]) {
        messages += 1
        let isPlanted = !incidents.isEmpty
        var order: UInt16 = 0
        for place in message.places {
            var delivery = Delivery(message: message, place: place, population: population)
            if isPlanted { delivery.plant(incidents, in: population, from: time, end: end) }
            delivery.follow(from: time, end: end) { event in
                keep(event, &order)
                if isPlanted, incidents.contains(where: { $0.doubles(event, of: message) }) { keep(event, &order) }
            }
        }
    }

    /// Keeps an event until it is due.
    ///
    /// - Parameters:
    ///   - event: the event.
    ///   - order: its place among the message's events; then that of the next.
    private mutating func keep(_ event: PendingEvent, _ order: inout UInt16) {
        var event = event
        event.order = order
        order &+= 1
        // An event that is recorded after the end is left out in either order.
        guard event.due <= end, event.time <= end else { return }
        if recording == .byTime { event.due = event.time }
        pending.add(event)
    }
}
