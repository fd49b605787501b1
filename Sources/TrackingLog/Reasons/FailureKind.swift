/// Who stopped a failed delivery.
public enum FailureKind: UInt8, CaseIterable, Sendable {
    /// The gateway refused it.
    case bounced
    /// It was held back on purpose: the person has unsubscribed, or a frequency cap was reached.
    case suppressed
    /// It never reached a gateway, or the description is unknown.
    case failed

    /// The kind of a failed row.
    ///
    /// - Parameters:
    ///   - status: the row's status. Some statuses decide the kind alone.
    ///   - described: ``ReasonMatch/kind`` of its description, or of its status's name if that is empty.
    public init(status: Status, described: FailureKind) {
        switch status {
        case .bounced: self = .bounced
        case .suppressed, .skipped, .undeliverable, .dropped, .unsubscribed: self = .suppressed
        default: self = described
        }
    }
}
