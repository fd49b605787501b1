import TrackingLog

/// The description of an event: empty, success, or the reason of a failure.
enum Description: UInt8, CaseIterable, Sendable {
    case none
    case success
    // APNs
    case unregistered, expiredToken, badDeviceToken, deviceTokenNotForTopic, expiredProviderToken
    case payloadTooLarge, tooManyRequests, internalServerError, serviceUnavailable
    // FCM
    case fcmUnregistered, notRegistered, invalidArgument, senderIDMismatch, quotaExceeded, unavailable, `internal`
    // WNS
    case badChannel, tokenForWrongChannel, overload, wnsUnavailable
    // Web push
    case gone, notFound, forbidden, tooLarge, slowDown, webUnavailable
    // Never reached a gateway
    case liquidError, noSuchCustomer, unsubscribed, capped, noCredentials, noToken

    // Planted only
    case invalidProviderToken, badPriority, missingTopic, badExpirationDate
    case invalidCredentials, invalidGrant, messageTooBig, invalidValue
    case badRequest, unauthorized
    case controlGroup
    case relayCode, queueVerdict, bridgeFault

    /// The text in the log.
    var text: StaticString {
        switch self {
        case .none: ""
        case .success: "Success"
        case .unregistered: "Unregistered"
        case .expiredToken: "ExpiredToken"
        case .badDeviceToken: "BadDeviceToken"
        case .deviceTokenNotForTopic: "DeviceTokenNotForTopic"
        case .expiredProviderToken: "ExpiredProviderToken"
        case .payloadTooLarge: "PayloadTooLarge"
        case .tooManyRequests: "TooManyRequests"
        case .internalServerError: "InternalServerError"
        case .serviceUnavailable: "ServiceUnavailable"
        case .fcmUnregistered: "UNREGISTERED"
        case .notRegistered: "NotRegistered"
        case .invalidArgument: "INVALID_ARGUMENT"
        case .senderIDMismatch: "SENDER_ID_MISMATCH"
        case .quotaExceeded: "QUOTA_EXCEEDED"
        case .unavailable: "UNAVAILABLE"
        case .internal: "INTERNAL"
        case .badChannel: "BadChannel"
        case .tokenForWrongChannel: "TokenForWrongChannel"
        case .overload: "Overload"
        case .wnsUnavailable: "WNSUnavailable"
        case .gone: "410"
        case .notFound: "404"
        case .forbidden: "403"
        case .tooLarge: "413"
        case .slowDown: "429"
        case .webUnavailable: "503"
        case .liquidError: "Liquid error: variable is missing"
        case .noSuchCustomer: "Customer doesn't exist"
        case .unsubscribed: "Customer is unsubscribed"
        case .capped: "FrequencyCapping"
        case .noCredentials: "Credentials not found"
        case .noToken: "no token"
        case .invalidProviderToken: "InvalidProviderToken"
        case .badPriority: "BadPriority"
        case .missingTopic: "MissingTopic"
        case .badExpirationDate: "BadExpirationDate"
        case .invalidCredentials: "InvalidCredentials"
        case .invalidGrant: "invalid_grant"
        case .messageTooBig: "Android message is too big"
        case .invalidValue: "Invalid value at 'message.data'"
        case .badRequest: "400"
        case .unauthorized: "401"
        case .controlGroup: "control group"
        case .relayCode: "Relay code 7731"
        case .queueVerdict: "Verdict of queue B: put aside"
        case .bridgeFault: "bridge fault 0x5C"
        }
    }

    /// Words that no catalogue knows: those of a sender's own relay.
    static let unheardOf: [Description] = [.relayCode, .queueVerdict, .bridgeFault]

    /// APNs' HTTP status for a refusal; nil for anything else.
    var apnsStatus: StaticString? {
        switch self {
        case .unregistered, .expiredToken: "410"
        case .badDeviceToken, .deviceTokenNotForTopic, .badPriority, .missingTopic, .badExpirationDate: "400"
        case .expiredProviderToken, .invalidProviderToken: "403"
        case .payloadTooLarge: "413"
        case .tooManyRequests: "429"
        case .internalServerError: "500"
        case .serviceUnavailable: "503"
        default: nil
        }
    }
}

// MARK: - Meaning

extension Description {
    /// Whether a sender hands the notification to the gateway again after this refusal.
    func isRetried(by gateway: Gateway, attempt: Int) -> Bool {
        guard let reason = Self.reasons[Int(rawValue)][Int(gateway.rawValue)] else { return false }
        return SenderRules.retries(after: reason, attempt: attempt)
    }

    /// What each description means to each gateway, by their raw values.
    private static let reasons = allCases.map { description in
        let match = ReasonCatalogue.standard.match("\(description.text)")
        return Gateway.allCases.map { match.reason(of: $0) }
    }
}
