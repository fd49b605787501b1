import TrackingLog

/// Holds a planned step against the messages of its person.
struct StepEvaluation {
    /// The person's messages in order, of all planned steps.
    let messages: [TimelineMessage]
    /// The beginning of the person's run; nil if it has not begun.
    let start: Timestamp?
    let now: Timestamp

    /// - Parameter later: the person's planned steps after this one.
    func result(of step: PlannedStep, later: [PlannedStep]) -> StepResult {
        // A step that was run again is as its last run.
        guard let message = messages.last(where: { $0.isOf(step) }) else { return withoutMessage(step, later) }
        let progress = MessageProgress(message)
        var result = StepResult(
            planned: step, verdict: .passed, ground: .asExpected, code: message.code, found: progress.found,
            time: progress.time(of: progress.found))
        if let refusal = progress.refusal, progress.hasFailed {
            result.description = refusal.description.isEmpty ? refusal.status : refusal.description
            result.reason = refusal.reason
        }
        let deadline = deadline(of: step)
        switch progress.standing(of: step.expectation) {
        case .reached:
            let reached = progress.time(of: step.expectation)
            if step.expectation != .none, let deadline, let reached, reached > deadline {
                result.verdict = .failed
                result.ground = .late(by: Int(reached.secondsSince1970 - deadline.secondsSince1970))
            }
            if step.expectation != .none { result.time = reached }
        case .possible:
            let isOver = deadline.map { $0 < now } ?? false
            result.verdict = isOver ? .failed : .pending
            result.ground = isOver ? .outOfTime : .notYet
        case .excluded:
            result.verdict = .failed
            result.ground = .otherwise
        }
        return result
    }

    private func withoutMessage(_ step: PlannedStep, _ later: [PlannedStep]) -> StepResult {
        if step.expectation == .none { return StepResult(planned: step, verdict: .passed, ground: .asExpected) }
        if let deadline = deadline(of: step), deadline < now {
            return StepResult(planned: step, verdict: .failed, ground: .outOfTime)
        }
        let laterStep = later.first { later in messages.contains { $0.isOf(later) } }
        return StepResult(planned: step, verdict: .pending, ground: .noMessage(laterStep: laterStep?.step))
    }

    private func deadline(of step: PlannedStep) -> Timestamp? {
        guard let within = step.within else { return nil }
        return start?.adding(seconds: Int64(within))
    }
}

extension TimelineMessage {
    fileprivate func isOf(_ step: PlannedStep) -> Bool { name.map(step.matches) ?? false }
}

/// How far a message came, over its devices.
private struct MessageProgress {
    /// What can be said of an expectation.
    enum Standing {
        case reached, possible, excluded
    }

    private let deliveries: [TimelineDelivery]
    private let outcome: MessageOutcome
    private let events: [TimelineEvent]
    private let furthest: DeliveryState?
    private let isConverted: Bool

    init(_ message: TimelineMessage) {
        deliveries = message.deliveries
        // Of a message without a person only the deliveries to one device are looked at.
        outcome = MessageOutcome(
            deliveries.reduce(into: DeliverySummary()) {
                $0.formUnion(DeliverySummary($1.state, failure: $1.failure ?? .failed))
            })
        events = deliveries.flatMap(\.events).sorted { $0.time < $1.time }
        furthest = deliveries.map(\.state).filter { $0 != .failed }.max { $0.rawValue < $1.rawValue }
        isConverted = events.contains { $0.status == Status.converted.name }
    }

    /// Whether it failed on all devices.
    var hasFailed: Bool { furthest == nil }

    /// The furthest that it came, or how it failed.
    var found: Expectation {
        if isConverted { return .converted }
        switch furthest {
        case .created: return .created
        case .sent: return .sent
        case .delivered: return .delivered
        case .received: return .received
        case .opened: return .opened
        case .failed, nil:
            switch outcome {
            case .bounced: return .bounced
            case .suppressed: return .suppressed
            case .attempted, .sent, .failed: return .failed
            }
        }
    }

    func standing(of expectation: Expectation) -> Standing {
        switch expectation {
        case .created, .sent, .delivered, .received, .opened:
            guard let wanted = expectation.state else { return .excluded }
            guard let furthest else { return .excluded }
            return furthest.rawValue >= wanted.rawValue ? .reached : .possible
        case .converted: return isConverted ? .reached : hasFailed ? .excluded : .possible
        case .failed: return hasFailed ? .reached : outcome == .attempted ? .possible : .excluded
        case .bounced, .suppressed:
            guard hasFailed else { return outcome == .attempted ? .possible : .excluded }
            return found == expectation ? .reached : .excluded
        case .none: return found == .suppressed ? .reached : .excluded
        }
    }

    /// When it came so far.
    func time(of expectation: Expectation) -> Timestamp? {
        switch expectation {
        case .created: events.first?.time
        case .bounced, .suppressed, .failed, .none: refusal?.time
        case .sent, .delivered, .received, .opened, .converted:
            events.first { Status(named: $0.status).map(expectation.isShown) ?? false }?.time
        }
    }

    /// The refusal that decides over those of all devices whose failure decides, as in the delivery log.
    var refusal: TimelineEvent? {
        let deciding = deliveries.filter { delivery in
            switch (outcome, delivery.failure) {
            case (.bounced, .bounced), (.suppressed, .suppressed), (.failed, .failed): true
            default: false
            }
        }
        return (deciding.isEmpty ? deliveries : deciding).compactMap { $0.events.last(where: \.isRefusal) }
            .max { other, refusal in
                RefusalRule.decides(
                    at: refusal.time, over: other.time,
                    inOneSecond: ByteOrdered(text: other.description) < ByteOrdered(text: refusal.description))
            }
    }
}

extension Expectation {
    /// The state of a delivery that came so far.
    fileprivate var state: DeliveryState? {
        switch self {
        case .created: .created
        case .sent: .sent
        case .delivered: .delivered
        case .received: .received
        case .opened: .opened
        case .converted, .bounced, .suppressed, .failed, .none: nil
        }
    }

    /// Whether a row of a status shows that a message came so far.
    fileprivate func isShown(by status: Status) -> Bool {
        switch self {
        case .sent: [.sent, .accepted, .delivered, .received, .opened].contains(status)
        case .delivered: [.accepted, .delivered, .received, .opened].contains(status)
        case .received: [.received, .opened].contains(status)
        case .opened: status == .opened
        case .converted: status == .converted
        case .created, .bounced, .suppressed, .failed, .none: false
        }
    }
}

extension Status {
    fileprivate init?(named name: String) {
        let bytes = Array(name.utf8)
        self.init(bytes.span)
    }
}
