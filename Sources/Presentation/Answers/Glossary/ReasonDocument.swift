import TrackingLog

/// A reason as JSON.
///
/// `gateway` is the gateway or relay that gives it, `platform` the gateway's; both are null where neither is known, and where
/// no gateway was reached.
struct ReasonDocument: Encodable {
    var reason: Reason

    private enum Keys: String, CodingKey {
        case reason, gateway, platform, category, retry, advice
        case tokenAction = "token_action"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(reason.name, forKey: .reason)
        try object.encode(reason.source.name, forKey: .gateway)
        try object.encode(reason.source.platform?.name, forKey: .platform)
        try object.encode(reason.category.rawValue, forKey: .category)
        try object.encode(reason.retry.rawValue, forKey: .retry)
        try object.encode(reason.tokenAction.rawValue, forKey: .tokenAction)
        try object.encode(reason.advice, forKey: .advice)
    }
}
