/// What a log shows of a token: an app's registration on a device.
///
/// ``TokenEvidence`` finds it: a notification that was delivered, received or opened shows that the token is valid, as does
/// one that was accepted and not refused. A refusal is evidence only if its reason is about the token.
public enum TokenState: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    /// The gateway accepts it.
    case valid
    /// The gateway says that it is dead: to be removed.
    case invalid
    /// It may be dead, or the sender misconfigured: to be checked, never pruned blindly.
    case suspect
    /// There is no evidence.
    case unknown

    /// The state's name in reports.
    public var name: String { "\(self)" }

    /// What a refusal shows of the token; nil where it is no evidence.
    public init?(_ action: Reason.TokenAction) {
        switch action {
        case .remove: self = .invalid
        case .check: self = .suspect
        case .keep: return nil
        }
    }
}
