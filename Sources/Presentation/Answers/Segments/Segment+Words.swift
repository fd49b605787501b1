public import Analysis
import TrackingLog

extension Segment {
    /// Who is in it, as help texts say it: `people with a valid token`.
    public var meaning: String {
        "\(self == .retry ? "messages" : subject == .people ? "people" : "devices") \(predicate)"
    }

    /// A number of its lines, as a result is named: `12 people with a valid token`.
    ///
    /// - Parameter count: the number.
    public func words(_ count: Int) -> String {
        let counted =
            self == .retry
            ? count.counting("message")
            : subject == .people ? count.counting("person", "people") : count.counting("device")
        return "\(counted) \(predicate)"
    }

    private var predicate: String {
        switch self {
        case .hasToken: "with a valid token"
        case .noToken: "without a token that is known to be valid"
        case .deliveredRecently: "to whom something was delivered within the last days"
        case .notDeliveredButTried: "with messages within the last days, none of them delivered then"
        case .deliveryFailures: "with a delivery that failed within the last days"
        case .staleTokens: "whose token a gateway calls dead: to be removed"
        case .suspectTokens: "whose token may be dead, or the sender misconfigured: to be checked"
        case .silentTokens: "whose token is accepted, with nothing confirmed or opened for days"
        case .movedTokens: "with messages to several people, or whose token a newer one replaced"
        case .retry: "that failed and can be sent again"
        case .fallback: "of the audience without a valid token, and the channel to reach them by"
        case .unreachable: "of the audience that the logs do not have"
        }
    }
}

extension SuspectCount {
    /// What so many suspect tokens of one app show.
    public var explanation: String {
        let tokens =
            "\(self.tokens.grouped) of \(known.counting("token")) of \(app.isEmpty ? "no app" : "the app “\(app)”")"
        return
            "\(tokens) on \(platform.name) were refused with \(reason): the sender's configuration, not \(self.tokens == 1 ? "the device" : "the devices"), is the likely cause"
    }
}
