extension Status {
    /// The rank of an event among others of its second, whose real order is unknown.
    ///
    /// A refusal precedes an acceptance, because an acceptance wins within one second.
    public var order: Int {
        switch self {
        case .created: 0
        case .attempted: 1
        case .sent: 2
        case .failed, .bounced, .dropped, .suppressed, .skipped, .unsubscribed: 3
        case .delivered: 4
        case .received: 5
        case .opened: 6
        case .converted: 7
        case .other: 8
        }
    }

    /// The steps of a delivery, in order.
    static let steps: [Status] = [.created, .sent, .delivered, .received, .opened]

    /// The steps that precede this one; none for a status that is no step.
    var stepsBefore: StatusSet {
        switch self {
        case .sent: [.created]
        case .delivered: [.created, .sent]
        case .received: [.created, .sent, .delivered]
        case .opened: [.created, .sent, .delivered, .received]
        default: []
        }
    }

    /// The steps that follow this one; none for a status that is no step.
    var stepsAfter: StatusSet {
        switch self {
        case .created: [.sent, .delivered, .received, .opened]
        case .sent: [.delivered, .received, .opened]
        case .delivered: [.received, .opened]
        case .received: [.opened]
        default: []
        }
    }
}

/// A set of statuses, one bit each.
struct StatusSet: OptionSet, Sendable {
    let rawValue: UInt16

    static let created = StatusSet(.created)
    static let sent = StatusSet(.sent)
    static let delivered = StatusSet(.delivered)
    static let received = StatusSet(.received)
    static let opened = StatusSet(.opened)

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(_ status: Status) { rawValue = 1 << UInt16(status.rawValue) }

    func contains(_ status: Status) -> Bool { contains(StatusSet(status)) }
}
