/// How a message ended.
///
/// Each message has exactly one outcome, so outcomes always add up to messages.
public enum MessageOutcome: UInt8, CaseIterable, Sendable {
    /// Some delivery is not final yet.
    case attempted
    /// All are final, and a gateway accepted at least one.
    case sent
    /// All failed, and a gateway refused at least one.
    case bounced
    /// All were held back.
    case suppressed
    /// All failed in other ways.
    case failed

    /// The outcome's name in reports.
    public var name: String { "\(self)" }

    /// The outcome of a message with these deliveries.
    public init(_ deliveries: DeliverySummary) {
        if deliveries.contains(.pending) {
            self = .attempted
        } else if deliveries.contains(.accepted) {
            self = .sent
        } else if deliveries.contains(.bounced) {
            self = .bounced
        } else if deliveries.contains(.suppressed), !deliveries.contains(.failed) {
            self = .suppressed
        } else {
            self = .failed
        }
    }
}

/// What is true of at least one of a message's deliveries.
public struct DeliverySummary: OptionSet, Sendable, Hashable {
    /// A bit for each.
    public let rawValue: UInt8

    /// A summary of some bits.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not final.
    public static let pending = DeliverySummary(rawValue: 1)
    /// Delivered, received or opened.
    public static let accepted = DeliverySummary(rawValue: 2)
    /// Refused by a gateway.
    public static let bounced = DeliverySummary(rawValue: 4)
    /// Held back on purpose.
    public static let suppressed = DeliverySummary(rawValue: 8)
    /// Failed in another way.
    public static let failed = DeliverySummary(rawValue: 16)

    /// The summary of one delivery.
    ///
    /// - Parameters:
    ///   - state: how far the delivery came.
    ///   - failure: who stopped it; used only if it failed.
    @inlinable
    public init(_ state: DeliveryState, failure: @autoclosure () -> FailureKind) {
        if state == .failed {
            switch failure() {
            case .bounced: self = .bounced
            case .suppressed: self = .suppressed
            case .failed: self = .failed
            }
        } else {
            self = state.isFinal ? .accepted : .pending
        }
    }
}
