import TrackingLog

/// One message on its way to one device.
struct Delivery {
    let message: Message
    let place: Int
    private(set) var device: Device
    /// What is planted in its message and on its device; mostly nothing.
    private(set) var incidents: [Incident] = []
    /// Whether there are ``incidents``.
    private(set) var isPlanted = false
    private var isOnNeighborsDevice = false
    private var random: SplitMix64

    init(message: Message, place: Int, population: Population) {
        self.message = message
        self.place = place
        device = population.device(place, of: message.person)
        random = SplitMix64(seed: SplitMix64.mix(message.identity &+ UInt64(place) &+ 0x7A11))
    }

    /// Plants what concerns its device.
    ///
    /// - Parameters:
    ///   - incidents: what is planted in the message.
    ///   - population: who has which devices.
    ///   - start: when the message is created, in seconds since the traffic's start.
    ///   - end: the traffic's length, in seconds.
    mutating func plant(_ incidents: [Incident], in population: Population, from start: UInt32, end: UInt32) {
        self.incidents = incidents.filter { $0.scope.covers(device.gateway) }
        isPlanted = !self.incidents.isEmpty
        guard place == 0, self.incidents.contains(where: { $0.moves(message.person, by: start, end: end) }),
            let neighbors = population.neighborsDevice(of: message.person)
        else { return }
        device = neighbors
        isOnNeighborsDevice = true
    }

    /// Emits every event of the delivery, in order.
    ///
    /// - Parameters:
    ///   - start: when the message is created, in seconds since the traffic's start.
    ///   - end: the traffic's length, in seconds.
    ///   - emit: receives the events.
    mutating func follow(from start: UInt32, end: UInt32, _ emit: (PendingEvent) -> Void) {
        emit(event(.created, at: start))
        var time = start + Self.queueing.draw(&random)
        if let reason = heldBack(at: time) {
            return emit(event(.failed, at: time, reason))
        }
        var attempt = 1
        while true {
            if message.person.application.recordsHandOff { emit(event(.sent, at: time)) }
            if isPlanted, isNeverAnswered(at: time) { return }
            time += Self.answering.draw(&random)
            guard let refusal = refusal(at: time, attempt: attempt, end: end) else {
                var acceptance = event(.delivered, at: time, .success, recordedLate: random.chance(20))
                if isPlanted { acceptance.time = acceptanceDated(at: time) }
                emit(acceptance)
                return engage(after: time, emit)
            }
            emit(event(.failed, at: time, refusal))
            // Some senders give up early; the others wait twice as long each time, for an hour at most.
            if isPlanted, isTriedAgainRegardless(at: time, attempt: attempt) {
                time += 20 + random.seconds(below: 40)
            } else {
                guard refusal.isRetried(by: device.gateway, attempt: attempt), !random.chance(400),
                    !isPlanted || !givesUp(at: time, attempt: attempt)
                else { return }
                time += min(3600, 30 << UInt32(attempt - 1)) + random.seconds(below: 15)
            }
            attempt += 1
        }
    }

    /// Why the message never reaches a gateway; nil if it does.
    private mutating func heldBack(at time: UInt32) -> Description? {
        if message.person.devices == 0 { return .noToken }
        if isPlanted, let planted = plantedHold(at: time) { return planted }
        return random.chance(330) ? Self.holds.pick(&random) : nil
    }

    /// The gateway's reason for refusing an attempt; nil if it accepts.
    private mutating func refusal(at time: UInt32, attempt: Int, end: UInt32) -> Description? {
        if isPlanted, let planted = plantedRefusal(at: time, attempt: attempt) { return planted }
        let answers = GatewayAnswers.of(device.gateway)
        // A gateway that was busy is likely to be busy still.
        if random.chance(attempt == 1 ? 180 : 3_500) { return answers.busy.pick(&random) }
        if device.isGone(at: (UInt64(time) << 32) / UInt64(max(1, end))) {
            // The same device gets the same answer each time.
            var constant = SplitMix64(seed: device.high)
            return answers.gone.pick(&constant)
        }
        if device.fate == .misaddressed { return answers.misaddressed }
        return random.chance(6) ? answers.unacceptable : nil
    }

    /// Emits what device and person do with it.
    private mutating func engage(after delivered: UInt32, _ emit: (PendingEvent) -> Void) {
        if message.person.application.confirmsArrival, random.chance(6_000) {
            let late = random.chance(500)
            let received = delivered + 1 + random.seconds(below: 4)
            let confirmation = event(.received, at: received, recordedLate: late)
            if !isPlanted || isTracked(.received, at: received) { emit(confirmation) }
        }
        guard random.chance(message.step.opened), !isPlanted || !isLeftUnopened(after: delivered) else { return }
        let opened = delivered + Self.opening.draw(&random)
        // A phone without a network reports it when it is back.
        var opening = event(.opened, at: opened, recordedLate: random.chance(400))
        if isPlanted { opening.time = openingDated(at: opened, after: delivered) }
        if !isPlanted || isTracked(.opened, at: opened) { emit(opening) }
        guard random.chance(message.step.converted) else { return }
        emit(event(.converted, at: opened + 20 + Self.converting.draw(&random)))
    }

    private mutating func event(
        _ status: Status, at time: UInt32, _ description: Description = .none, recordedLate: Bool = false
    ) -> PendingEvent {
        let delay = recordedLate ? Self.lateness.draw(&random) : 0
        return PendingEvent(
            due: time + delay, time: time, message: message.number, order: 0, place: UInt8(place), status: status,
            description: description, isOnNeighborsDevice: isOnNeighborsDevice)
    }
}

// MARK: - Shares and durations

extension Delivery {
    private static let holds = Shares<Description>([
        (42, .capped), (34, .unsubscribed), (17, .liquidError), (4, .noSuchCustomer), (3, .noCredentials),
    ])
    private static let queueing = Quantiles([(0, 0), (600, 1), (900, 3), (990, 20), (1000, 90)])
    private static let answering = Quantiles([(0, 0), (700, 1), (970, 3), (1000, 25)])
    private static let opening = Quantiles([
        (0, 2), (100, 15), (250, 90), (500, 900), (700, 6_000), (850, 28_000), (950, 90_000), (1000, 259_200),
    ])
    private static let converting = Quantiles([(0, 10), (500, 300), (900, 1800), (1000, 7200)])
    private static let lateness = Quantiles([(0, 60), (500, 3_600), (900, 30_000), (1000, 172_800)])
}
