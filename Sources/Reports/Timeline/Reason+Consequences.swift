import TrackingLog

extension Reason {
    /// Its category and what follows for sender and token, in a line.
    var consequences: String { "\(category.rawValue): \(retry.imperative); \(tokenAction.imperative)" }
}

extension Reason.Retry {
    fileprivate var imperative: String {
        switch self {
        case .yes: "retry soon, backing off"
        case .later: "slow down, then retry"
        case .fix: "mend it, then retry"
        case .no: "do not retry"
        }
    }
}

extension Reason.TokenAction {
    fileprivate var imperative: String {
        switch self {
        case .remove: "remove the token"
        case .keep: "keep the token"
        case .check: "check the token"
        }
    }
}
