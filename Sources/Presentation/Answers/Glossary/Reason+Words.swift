import TrackingLog

// What the catalogue's terms mean, in words.

extension Reason {
    /// Who gives it, and the devices that a gateway serves.
    var origin: String {
        switch source {
        case .gateway(let gateway): "\(gateway.name), \(gateway.platform.name)"
        case .relay(let relay): "\(relay.name), any platform"
        case .unnamedGateway: "any gateway"
        case .sender: "no gateway reached"
        }
    }

    /// Its category and what follows for sender and token, in a line.
    var consequences: String { "\(category.rawValue): \(retry.imperative); \(tokenAction.imperative)" }
}

extension Reason.Category {
    var words: String {
        switch self {
        case .token: "token: it is dead, or not for this app"
        case .request: "request: the request to the gateway was wrong"
        case .payload: "payload: its content was wrong or too large"
        case .credentials: "credentials: the sender could not prove who it is"
        case .throttled: "throttled: too much, too fast"
        case .gateway: "gateway: it had a failure of its own"
        case .ambiguous: "ambiguous: token, payload or request"
        case .template: "template: the message could not be rendered"
        case .audience: "audience: no person or device to send to"
        case .suppressed: "suppressed: held back on purpose"
        case .unknown: "unknown: the reason has no known meaning"
        }
    }
}

extension Reason.Retry {
    var words: String {
        switch self {
        case .yes: "yes, soon, backing off"
        case .later: "later, after slowing down"
        case .fix: "after fixing the cause"
        case .no: "no"
        }
    }

    fileprivate var imperative: String {
        switch self {
        case .yes: "retry soon, backing off"
        case .later: "slow down, then retry"
        case .fix: "fix the cause, then retry"
        case .no: "do not retry"
        }
    }
}

extension Reason.TokenAction {
    var words: String {
        switch self {
        case .remove: "remove it"
        case .keep: "keep it"
        case .check: "check it: it may be dead, or the sender misconfigured"
        }
    }

    fileprivate var imperative: String {
        switch self {
        case .remove: "remove the token"
        case .keep: "keep the token"
        case .check: "check the token"
        }
    }
}
