/// How far a message got on its way to a device.
public enum DeliveryState: UInt8, CaseIterable, Sendable {
    case created
    /// Handed to the gateway, without an answer so far.
    case sent
    /// The gateway accepted it, or a provider took it and nothing refused it.
    case delivered
    /// The device confirmed it.
    case received
    case opened
    case failed

    /// The state that follows from the rows of a delivery, read in any order.
    ///
    /// - Parameters:
    ///   - opened: whether any row is opened; nothing undoes that.
    ///   - received: whether any row is received.
    ///   - lastSent: the latest sent row.
    ///   - lastDelivered: the latest delivered row.
    ///   - lastFailed: the latest row that counts as failed (``Status/isRefusal``).
    ///   - accepted: whether any row is accepted; used only if nothing was delivered and nothing failed.
    @inlinable
    public init(
        opened: Bool, received: Bool, lastSent: Timestamp?, lastDelivered: Timestamp?, lastFailed: Timestamp?,
        accepted: Bool
    ) {
        if opened {
            self = .opened
        } else if received {
            self = .received
        } else if let lastDelivered, lastFailed.map({ $0 <= lastDelivered }) ?? true {
            // In one second delivered wins: a gateway that refuses what it accepted does so later.
            self = .delivered
        } else if let lastFailed {
            // A sent row after the failure is a retry in flight.
            self = lastSent.map { $0 > lastFailed } ?? false ? .sent : .failed
        } else if accepted {
            // A provider would report a refusal, often within the same second, so that any failed row is stronger.
            self = .delivered
        } else {
            self = lastSent == nil ? .created : .sent
        }
    }

    /// Whether no further event is expected.
    @inlinable
    public var isFinal: Bool {
        switch self {
        case .created, .sent: false
        case .delivered, .received, .opened, .failed: true
        }
    }

    /// Whether the gateway accepted it.
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
        case .failed, .bounced, .suppressed, .skipped, .undeliverable, .dropped, .unsubscribed: true
        case .created, .sent, .delivered, .opened, .received, .converted, .accepted, .attempted, .drafted, .other: false
        }
    }

    /// Whether a gateway or a device had accepted the notification, which shows that the token is valid.
    ///
    /// An ``accepted`` row shows it only if its delivery has no failed row, and is not among these.
    @inlinable
    public var isAcceptance: Bool {
        switch self {
        case .delivered, .received, .opened: true
        case .created, .sent, .accepted, .failed, .bounced, .suppressed, .skipped, .undeliverable, .dropped,
            .unsubscribed, .converted, .attempted, .drafted, .other:
            false
        }
    }
}
