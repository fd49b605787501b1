import TrackingLog

extension Trail {
    /// Notes what of a message goes otherwise than without an incident, if it may be the first such event.
    ///
    /// The message is laid out with and without the incident: so whatever an incident does, it counts from its first effect.
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - time: when it begins, in seconds since the traffic's start.
    mutating func noteFirstAffected(_ message: Message, madeAt time: UInt32) {
        for (index, incident) in incidents.enumerated() where incident.mayStrikeFirst(at: time, firstAffected[index]) {
            guard incident.scope.covers(message), let first = firstDifference(message, madeAt: time, by: incident)
            else { continue }
            firstAffected[index] = min(first, firstAffected[index] ?? first)
        }
    }

    /// The time of the first event that is missing, added or different because of an incident; nil if there is none.
    private func firstDifference(_ message: Message, madeAt time: UInt32, by incident: Incident) -> UInt32? {
        if incident.omits(message, at: time) { return time }
        // A shift of the mix adds messages; each goes as it always would.
        if incident.scenario == .mixShift {
            guard incident.span.contains(time), incident.covers(message) else { return nil }
            return others(beside: message, of: incident).map { time + $0.delay }.filter { $0 <= end }.min()
        }
        // In their order: of two that may strike an event, the first one does.
        let all = incidents.filter { $0.scope.covers(message) }
        let others = all.filter { $0.scenario != incident.scenario }
        var first: UInt32?
        for place in message.places {
            let struck = events(of: message, place, madeAt: time, all)
            let healthy = events(of: message, place, madeAt: time, others)
            let same = zip(struck, healthy).prefix { $0.isSame(as: $1) }.count
            let doubled = struck.first { incident.doubles($0, of: message) }
            for event in [struck.dropFirst(same).first, healthy.dropFirst(same).first, doubled].compactMap(\.self) {
                first = min(first ?? event.time, event.time)
            }
        }
        if incident.span.contains(time), incident.covers(message), let delay = incident.delayOfSecond(message),
            time + delay <= end
        {
            first = min(first ?? time + delay, time + delay)
        }
        return first
    }

    private func events(
        of message: Message, _ place: Int, madeAt time: UInt32, _ incidents: [Incident]
    ) -> [PendingEvent] {
        var delivery = Delivery(message: message, place: place, population: population)
        if !incidents.isEmpty { delivery.plant(incidents, in: population, from: time, end: end) }
        var events: [PendingEvent] = []
        delivery.follow(from: time, end: end) { event in
            if event.due <= end, event.time <= end { events.append(event) }
        }
        return events
    }
}

extension Incident {
    /// Whether a message that begins at a time may have an event before the first that is known to be affected.
    fileprivate func mayStrikeFirst(at time: UInt32, _ first: UInt32?) -> Bool {
        guard let first else { return time < disturbed.upperBound }
        // An event is dated before its message's beginning by a slow clock only.
        return time <= first &+ Self.longestSkew
    }
}

extension PendingEvent {
    fileprivate func isSame(as other: PendingEvent) -> Bool {
        time == other.time && status == other.status && description == other.description
            && isOnNeighborsDevice == other.isOnNeighborsDevice
    }
}
