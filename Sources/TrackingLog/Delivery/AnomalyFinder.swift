/// Numbers the attempts of one delivery and finds its anomalies.
///
/// All events are announced, in any order, and then visited in order of their time and, within a second, of
/// ``Status/order``.
public struct AnomalyFinder: Sendable {
    private var progress = DeliveryProgress()
    /// The second of the last event, and the identities of its first events and of the others.
    private var second: Timestamp?
    private var first: (UInt64, UInt64) = (0, 0)
    private var count = 0
    private var others: Set<UInt64> = []
    private var past: StatusSet = []
    /// The statuses of events that are still to come, and how many those are.
    private var coming: StatusSet = []
    /// By raw value; there are fewer statuses than places.
    private var countsToCome = InlineArray<20, UInt32>(repeating: 0)
    private var isCreated = false
    private var attempts = 0

    /// A finder for a delivery without events.
    public init() {}

    /// Announces an event of the delivery.
    public mutating func announce(_ status: Status) {
        countsToCome[Int(status.rawValue)] &+= 1
        coming.insert(StatusSet(status))
        if status == .created { isCreated = true }
    }

    /// Visits the next event, which was announced.
    ///
    /// - Parameters:
    ///   - status: its status.
    ///   - time: its time, not before that of the last event.
    ///   - identity: see ``identity(of:word:description:)``.
    /// - Returns: which attempt it is, if it is one, and its anomalies.
    public mutating func visit(
        _ status: Status, at time: Timestamp, identity: UInt64
    ) -> (attempt: Int?, anomalies: [Anomaly]) {
        countsToCome[Int(status.rawValue)] &-= 1
        if countsToCome[Int(status.rawValue)] == 0 { coming.remove(StatusSet(status)) }
        let isFirst = isFirst(identity, at: time)
        let anomalies = isFirst ? anomalies(of: status) : [.again]
        // It ends nothing: the provider may still report a refusal.
        if status != .accepted { progress.add(status, at: time) }
        past.insert(StatusSet(status))
        return (isFirst && status == .sent ? attempts : nil, anomalies)
    }

    private mutating func anomalies(of status: Status) -> [Anomaly] {
        var anomalies: [Anomaly] = []
        if let step = missingStep(before: status) { anomalies.append(.before(step)) }
        if status == .opened, !isCreated, !past.contains(.opened) { anomalies.append(.neverCreated) }
        let state = progress.state
        if isOutOfPlace(status, after: state) { anomalies.append(.after(state)) }
        if status == .sent {
            attempts += 1
            if attempts > SenderRules.maximumAttempts { anomalies.append(.overTenAttempts) }
        }
        return anomalies
    }

    /// Whether no earlier event of the second has the identity.
    private mutating func isFirst(_ identity: UInt64, at time: Timestamp) -> Bool {
        if second != time {
            second = time
            count = 0
            if !others.isEmpty { others.removeAll() }
        }
        defer { count += 1 }
        switch count {
        case 0:
            first.0 = identity
            return true
        case 1:
            first.1 = identity
            return identity != first.0
        // A set costs more than everything else here, and is rarely needed.
        default: return identity != first.0 && identity != first.1 && others.insert(identity).inserted
        }
    }

    /// The first step before a status that has not happened yet and is still to come.
    private func missingStep(before status: Status) -> Status? {
        let missing = status.stepsBefore.subtracting(past).intersection(coming)
        return missing.isEmpty ? nil : Status.steps.first(where: missing.contains)
    }

    /// Whether the delivery had ended, so that no event of this status was expected.
    private func isOutOfPlace(_ status: Status, after state: DeliveryState) -> Bool {
        switch status {
        case .created, .attempted, .drafted: state.isFinal && isNoLateStep(status)
        // After a failure it is a retry.
        case .sent, .accepted, .delivered: state.isAccepted && isNoLateStep(status)
        case .received: state == .failed || state == .opened && isNoLateStep(status)
        // People open again, and convert when they like.
        case .opened: state == .failed
        case .converted, .other: false
        case .failed, .bounced, .suppressed, .skipped, .undeliverable, .dropped, .unsubscribed: state.isAccepted
        }
    }

    /// Whether the status is not merely late: it happened before, or no later step did.
    ///
    /// If a later step overtook it, that step has the anomaly.
    private func isNoLateStep(_ status: Status) -> Bool {
        past.contains(status) || past.isDisjoint(with: status.stepsAfter)
    }

    /// A number that two events of a delivery and a second share if they are the same event.
    ///
    /// It follows from the status, in any case, and the description.
    ///
    /// - Parameters:
    ///   - status: the status.
    ///   - word: its word, which names an unknown status.
    ///   - description: the description.
    public static func identity(
        of status: Status, word: UnsafeRawBufferPointer, description: UnsafeRawBufferPointer
    ) -> UInt64 {
        let key = KeyedHash.of(description)
        guard status == .other else { return key.low &+ UInt64(status.rawValue) }
        return key.combined(with: word.map(\.lowercasedASCII).withUnsafeBytes(KeyedHash.of)).low
    }
}
