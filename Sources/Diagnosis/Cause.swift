/// What can go wrong with push notifications, by the names that scripts know.
public enum Cause: String, CaseIterable, Sendable {
    /// Gateways no longer know a platform's tokens, though as many messages are sent.
    case tokenChurn = "token_churn"
    /// The gateway no longer accepts the sender's certificate, key or account.
    case credentials
    /// Tokens of another environment or sender: they look dead, and are not.
    case environmentMixup = "environment_mixup"
    /// The gateway itself was in trouble for a while.
    case gatewayOutage = "gateway_outage"
    /// The gateway asked the sender to slow down.
    case throttling
    /// Payloads beyond the gateway's limit.
    case payloadTooLarge = "payload_too_large"
    /// The gateway could not understand requests.
    case badRequest = "bad_request"
    /// Messages that could not be rendered, or had nobody to go to.
    case templateOrAudience = "template_or_audience"
    /// More messages were held back by consent, caps or control groups.
    case suppressionRise = "suppression_rise"
    /// Fewer of the delivered messages are opened.
    case opensDown = "opens_down"
    /// Opens are no longer recorded.
    case opensNotTracked = "opens_not_tracked"
    /// Arrivals are no longer confirmed.
    case confirmationsNotTracked = "confirmations_not_tracked"
    /// Messages that are usually there are not.
    case volumeMissing = "volume_missing"
    /// Handed to the gateway, and never answered.
    case stuckInFlight = "stuck_in_flight"
    /// The same message twice, or its events twice.
    case duplicates
    /// Times that contradict each other.
    case clockSkew = "clock_skew"
    /// More attempts than senders make.
    case overRetry = "over_retry"
    /// Tokens that died during a pause, and are all refused at its end.
    case silenceSpike = "silence_spike"
    /// Devices change hands: a token is under another person than before.
    case tokenMoves = "token_moves"
    /// Failures with words that are not in the catalogue.
    case unknownReason = "unknown_reason"
    /// A rate moved only because other platforms, apps or journeys sent more.
    case mixShift = "mix_shift"
}

/// How urgent a finding is, from the least.
public enum Severity: String, CaseIterable, Sendable, Comparable {
    /// Worth knowing.
    case info
    /// Worth looking into.
    case notice
    /// Act now.
    case serious

    /// By urgency.
    public static func < (left: Severity, right: Severity) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
