import TrackingLog

/// Goes through the events of one delivery in order, numbers its attempts and says what is odd.
struct OddityFinder {
    /// What makes two rows of a delivery one event.
    private struct Identity: Hashable {
        var time: Timestamp
        var status: String
        /// As the found rows number it.
        var description: UInt32
    }

    private var progress = DeliveryProgress()
    private var seen: Set<Identity> = []
    private var past: Set<Status> = []
    /// How many events of each status are still to come.
    private var coming: [Status: Int]
    private let isCreated: Bool
    private var attempts = 0

    /// - Parameter statuses: those of all the events.
    init(_ statuses: some Sequence<Status>) {
        coming = statuses.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        isCreated = coming[.created] != nil
    }

    /// Takes the next event.
    ///
    /// - Parameters:
    ///   - row: its row.
    ///   - event: the event, which gets its attempt and its oddities.
    mutating func visit(_ row: FoundRow, _ event: inout TimelineEvent) {
        let status = row.status
        coming[status, default: 0] -= 1
        defer {
            progress.add(status, at: event.time)
            past.insert(status)
        }
        let identity = Identity(time: event.time, status: event.status, description: row.description)
        guard seen.insert(identity).inserted else {
            event.oddities.append(.again)
            return
        }
        if let step = status.stepsBefore.first(where: { !past.contains($0) && coming[$0, default: 0] > 0 }) {
            event.oddities.append(.before(step))
        }
        if status == .opened, !isCreated, !past.contains(.opened) { event.oddities.append(.neverCreated) }
        let state = progress.state
        if isOutOfPlace(status, after: state) { event.oddities.append(.after(state)) }
        if status == .sent {
            attempts += 1
            event.attempt = attempts
            if attempts > Attempts.most { event.oddities.append(.overTenAttempts) }
        }
    }

    /// Whether nothing of a status was to come any more.
    private func isOutOfPlace(_ status: Status, after state: DeliveryState) -> Bool {
        switch status {
        case .created, .attempted: state.isFinal && isNoLateStep(status)
        // After a failure it is a retry.
        case .sent, .delivered: state.isAccepted && isNoLateStep(status)
        case .received: state == .failed || state == .opened && isNoLateStep(status)
        // People open again, and convert when they like.
        case .opened: state == .failed
        case .converted, .other: false
        case .failed, .bounced, .dropped, .suppressed, .skipped, .unsubscribed: state.isAccepted
        }
    }

    /// Whether the status was there before. Of the first row of a step, the later step that overtook it has said so.
    private func isNoLateStep(_ status: Status) -> Bool {
        past.contains(status) || !past.contains { $0.stepsBefore.contains(status) }
    }
}
