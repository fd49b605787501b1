import TrackingLog

// What the catalogue's terms mean, in words.

extension Reason {
    /// Who says it, and of which devices.
    var origin: String {
        gateway.map { "\($0.name), \($0.platform.name)" } ?? "no gateway reached"
    }
}

extension Reason.Category {
    var words: String {
        switch self {
        case .token: "token: it is dead, or not for this app"
        case .request: "request: what was asked of the gateway was wrong"
        case .payload: "payload: what was to be shown was wrong or too large"
        case .credentials: "credentials: the sender could not prove who it is"
        case .throttled: "throttled: too much, too fast"
        case .gateway: "gateway: it was in trouble itself"
        case .ambiguous: "ambiguous: token, payload or request"
        case .template: "template: the message could not be made"
        case .audience: "audience: there was nobody, or no device, to send to"
        case .suppressed: "suppressed: held back on purpose"
        case .unknown: "unknown: nobody can tell"
        }
    }
}

extension Reason.Retry {
    var words: String {
        switch self {
        case .yes: "yes, soon, backing off"
        case .later: "later, after slowing down"
        case .fix: "after mending the cause"
        case .no: "no"
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
}
