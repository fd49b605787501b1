/// How far one message came on its way to one device.
public enum DeliveryState: UInt8, CaseIterable, Sendable {
    case created
    /// Handed to the gateway, and nothing heard since.
    case sent
    /// The gateway accepted it.
    case delivered
    /// The device confirmed it.
    case received
    case opened
    case failed

    /// The state that the rows of a delivery come to, in whatever order they were read.
    ///
    /// - Parameters:
    ///   - opened: whether any row says opened; nothing undoes that.
    ///   - received: whether any row says received.
    ///   - lastSent: the latest sent row.
    ///   - lastDelivered: the latest delivered row.
    ///   - lastFailed: the latest row that counts as failed (``Status/isRefusal``).
    @inlinable
    public init(
        opened: Bool, received: Bool, lastSent: Timestamp?, lastDelivered: Timestamp?, lastFailed: Timestamp?
    ) {
        if opened {
            self = .opened
        } else if received {
            self = .received
        } else if let lastDelivered, lastFailed.map({ $0 <= lastDelivered }) ?? true {
            // In one second delivered wins: gateways report a refusal of what they accepted a moment later at least.
            self = .delivered
        } else if let lastFailed {
            // A sent row after the failure is a retry in flight.
            self = lastSent.map { $0 > lastFailed } ?? false ? .sent : .failed
        } else {
            self = lastSent == nil ? .created : .sent
        }
    }

    /// Whether nothing more is waited for.
    @inlinable
    public var isFinal: Bool {
        switch self {
        case .created, .sent: false
        case .delivered, .received, .opened, .failed: true
        }
    }

    /// Whether the gateway accepted it, or more.
    @inlinable
    public var isAccepted: Bool {
        switch self {
        case .delivered, .received, .opened: true
        case .created, .sent, .failed: false
        }
    }
}

extension Status {
    /// Whether a row of this status counts as a failed row.
    @inlinable
    public var isRefusal: Bool {
        switch self {
        case .failed, .bounced, .dropped, .suppressed, .skipped, .unsubscribed: true
        case .created, .sent, .delivered, .opened, .received, .converted, .attempted, .other: false
        }
    }
}
