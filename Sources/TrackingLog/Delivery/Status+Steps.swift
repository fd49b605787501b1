extension Status {
    /// The rank of an event among others of its second, whose real order is unknown.
    ///
    /// A refusal precedes an acceptance, because an acceptance wins within one second. It follows an accepted row, which
    /// it overrules.
    public var order: Int {
        switch self {
        case .created: 0
        case .attempted, .drafted: 1
        case .sent: 2
        case .accepted: 3
        case .failed, .bounced, .suppressed, .skipped, .undeliverable, .dropped, .unsubscribed: 4
        case .delivered: 5
        case .received: 6
        case .opened: 7
        case .converted: 8
        case .other: 9
        }
    }

    /// The steps of a delivery, in order.
    static let steps: [Status] = [.created, .sent, .accepted, .delivered, .received, .opened]

    /// The steps that precede this one; none for a status that is no step.
    ///
    /// Senders disagree on whether `sent` or `accepted` comes first, so that neither has to.
    var stepsBefore: StatusSet {
        switch self {
        case .sent, .accepted: [.created]
        case .delivered: [.created, .sent, .accepted]
        case .received: [.created, .sent, .accepted, .delivered]
        case .opened: [.created, .sent, .accepted, .delivered, .received]
        default: []
        }
    }

    /// The steps that follow this one; none for a status that is no step.
    var stepsAfter: StatusSet {
        switch self {
        case .created: [.sent, .accepted, .delivered, .received, .opened]
        case .sent, .accepted: [.delivered, .received, .opened]
        case .delivered: [.received, .opened]
        case .received: [.opened]
        default: []
        }
    }
}

/// A set of statuses, one bit each.
struct StatusSet: OptionSet, Sendable {
    let rawValue: UInt32

    static let created = StatusSet(.created)
    static let sent = StatusSet(.sent)
    static let accepted = StatusSet(.accepted)
    static let delivered = StatusSet(.delivered)
    static let received = StatusSet(.received)
    static let opened = StatusSet(.opened)

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ status: Status) { rawValue = 1 << UInt32(status.rawValue) }

    func contains(_ status: Status) -> Bool { contains(StatusSet(status)) }
}
