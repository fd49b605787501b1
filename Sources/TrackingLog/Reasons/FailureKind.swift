/// Who stopped a failed delivery.
public enum FailureKind: UInt8, CaseIterable, Sendable {
    /// The gateway refused it.
    case bounced
    /// It was held back on purpose: the person has unsubscribed, or has had enough for now.
    case suppressed
    /// It never reached a gateway, or nobody knows what the description means.
    case failed

    /// The kind of a failed row.
    ///
    /// - Parameters:
    ///   - status: the row's status. Some say the kind themselves.
    ///   - described: what its description says (its status's name where that is empty): ``ReasonMatch/kind``.
    public init(status: Status, described: FailureKind) {
        switch status {
        case .bounced: self = .bounced
        case .suppressed, .skipped, .unsubscribed: self = .suppressed
        default: self = described
        }
    }
}
