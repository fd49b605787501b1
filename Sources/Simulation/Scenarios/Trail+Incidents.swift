import TrackingLog

extension Trail {
    /// Lays out a message of traffic in which something is planted: it may be left out, sent twice, or have others beside it.
    mutating func layPlanted(_ message: Message, madeAt time: UInt32) {
        noteFirstAffected(message, madeAt: time)
        layUnlessOmitted(message, madeAt: time)
        for incident in incidents where incident.span.contains(time) && incident.covers(message) {
            for (another, delay) in others(beside: message, of: incident) {
                layUnlessOmitted(another, madeAt: time + delay)
            }
            if let delay = incident.delayOfSecond(message) {
                let second = Message(number: message.number | Message.second, population: population)
                layUnlessOmitted(second, madeAt: time + delay)
            }
        }
    }

    private mutating func layUnlessOmitted(_ message: Message, madeAt time: UInt32) {
        let concerned = incidents.filter { $0.scope.covers(message) }
        guard !concerned.contains(where: { $0.omits(message, at: time) }) else { return }
        layEvents(of: message, madeAt: time, concerned)
    }

    /// The messages that a growing group sends beside one, each with the seconds after which it begins.
    func others(beside message: Message, of incident: Incident) -> [(message: Message, delay: UInt32)] {
        (1..<incident.growth).compactMap { copy in
            another(message, copy, of: incident).map { ($0, UInt32(incident.number($0.identity, below: 60))) }
        }
    }

    /// A message like any other of an incident's scope; nil if none is found, which is rare.
    private func another(_ message: Message, _ copy: UInt64, of incident: Incident) -> Message? {
        for trial in 0..<UInt64(256) {
            let number = message.numberOfAnother(copy << 8 | trial)
            let another = Message(number: number, population: population)
            if incident.covers(another) { return another }
        }
        return nil
    }
}

extension Incident {
    /// Whether a message is to somebody in its scope, by their first device.
    func covers(_ message: Message) -> Bool { scope.covers(message) && scope.covers(message.person.favorite) }

    /// How many seconds after a message it is sent again; nil if it is not.
    func delayOfSecond(_ message: Message) -> UInt32? {
        guard scenario == .duplicates, !isOfEvents, strikes(message.identity) else { return nil }
        return 60 + UInt32(number(message.identity, below: 540))
    }

    /// Whether an event is recorded twice.
    func doubles(_ event: PendingEvent, of message: Message) -> Bool {
        scenario == .duplicates && isOfEvents && span.contains(event.time) && strikes(message.identity)
    }
}
