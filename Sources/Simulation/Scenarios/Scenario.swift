/// What is planted in otherwise ordinary traffic: one cause of trouble, or none.
///
/// The names are those of the causes that `pushtrail diagnose` finds.
public enum Scenario: String, CaseIterable, Sendable, Hashable {
    case healthy
    case tokenChurn = "token_churn"
    case credentials
    case environmentMixup = "environment_mixup"
    case gatewayOutage = "gateway_outage"
    case throttling
    case payloadTooLarge = "payload_too_large"
    case badRequest = "bad_request"
    case templateOrAudience = "template_or_audience"
    case suppressionRise = "suppression_rise"
    case opensDown = "opens_down"
    case opensNotTracked = "opens_not_tracked"
    case confirmationsNotTracked = "confirmations_not_tracked"
    case volumeMissing = "volume_missing"
    case stuckInFlight = "stuck_in_flight"
    case duplicates
    case clockSkew = "clock_skew"
    case overRetry = "over_retry"
    case silenceSpike = "silence_spike"
    case tokenMoves = "token_moves"
    case unknownReason = "unknown_reason"
    case mixShift = "mix_shift"

    /// What it plants, in a line.
    public var meaning: String {
        switch self {
        case .healthy: "nothing planted: the same as no scenario"
        case .tokenChurn: "a platform's gateway refuses more tokens as unregistered"
        case .credentials: "the gateway no longer accepts one app's key on one platform"
        case .environmentMixup: "tokens of another environment or sender are sent to, in one app on one platform"
        case .gatewayOutage: "a platform's gateway is in trouble for 40 minutes to 6 hours"
        case .throttling: "the gateway asks the sender to slow down, for some hours"
        case .payloadTooLarge: "a journey's payloads exceed the gateway's limit"
        case .badRequest: "the gateway cannot understand an app's requests"
        case .templateOrAudience: "a journey's messages cannot be rendered, or have nobody to go to"
        case .suppressionRise: "more messages are held back by caps, consent or a control group"
        case .opensDown: "fewer of the delivered messages are opened"
        case .opensNotTracked: "an app's release no longer reports openings, on one platform"
        case .confirmationsNotTracked: "an app's release no longer confirms arrivals, on one platform"
        case .volumeMissing: "a journey, an app or everything is not sent for hours or days"
        case .stuckInFlight: "messages are handed to the gateway and never answered"
        case .duplicates: "events come twice, or messages are sent twice under two codes"
        case .clockSkew: "acceptances are dated before the sending, or openings before the delivery"
        case .overRetry: "an app tries refused notifications again, more than ten times"
        case .silenceSpike: "nothing is sent for days, then the tokens that died meanwhile are refused"
        case .tokenMoves: "devices come under other people than before"
        case .unknownReason: "an app's messages fail with words that no catalogue knows"
        case .mixShift: "an app that delivers worse than others sends more; no rate changes"
        }
    }
}

extension Scenario {
    /// What its incidents are drawn by: a scenario that joins the others moves none of their incidents.
    var lot: UInt64 {
        let index = Self.allCases.firstIndex(of: self).map { UInt64($0) } ?? 0
        return switch self {
        case .mixShift: index - 1
        case .unknownReason: index + 1
        default: index
        }
    }
}

/// How much of what is in its scope a scenario strikes.
public enum ScenarioStrength: String, CaseIterable, Sendable, Hashable {
    case mild
    case middle
    case strong
}
