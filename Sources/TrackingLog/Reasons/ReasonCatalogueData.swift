// The words of each gateway. Sources: Apple, "Handling notification responses from APNs"; Google, "FCM error codes" and
// the retired HTTP and XMPP server references; Microsoft, "Push notification service request and response headers";
// RFC 8030; the error pages of Pushwoosh, Customer.io and Klaviyo.

extension ReasonEntry {
    static func catalogue(of gateway: Gateway) -> [ReasonEntry] {
        switch gateway {
        case .apns: apns
        case .fcm: fcm
        case .wns: wns
        case .webpush: webpush
        }
    }

    private static let apns: [ReasonEntry] = [
        ReasonEntry("Unregistered", "ExpiredToken", category: .token, retry: .no, token: .remove),
        // The wrong environment or topic looks just like a bad token.
        ReasonEntry(
            "BadDeviceToken", "DeviceTokenNotForTopic", "MissingDeviceToken",
            category: .token, retry: .no, token: .check),
        ReasonEntry(
            "MissingTopic", "BadTopic", "TopicDisallowed", "BadCollapseId", "BadExpirationDate", "BadMessageId",
            "BadPriority", "InvalidPushType", "DuplicateHeaders", "BadPath", "MethodNotAllowed",
            category: .request, retry: .fix, token: .keep),
        ReasonEntry(
            "PayloadEmpty", "PayloadTooLarge", "PayloadIsTooLarge", category: .payload, retry: .fix, token: .keep),
        ReasonEntry(
            "BadCertificate", "BadCertificateEnvironment", "ExpiredCertificate", "InvalidCertificate",
            "ExpiredProviderToken", "InvalidProviderToken", "MissingProviderToken", "UnrelatedKeyIdInToken",
            "BadEnvironmentKeyIdInToken", "Forbidden", "InvalidToken",
            category: .credentials, retry: .fix, token: .keep,
            aliases: [("BadEnvironmentKeyInToken", means: "BadEnvironmentKeyIdInToken")]),
        ReasonEntry(
            "TooManyRequests", "TooManyProviderTokenUpdates", category: .throttled, retry: .later, token: .keep),
        ReasonEntry(
            "IdleTimeout", "InternalServerError", "ServiceUnavailable", "Shutdown",
            category: .gateway, retry: .yes, token: .keep),
    ]

    private static let fcm: [ReasonEntry] = [
        ReasonEntry(
            "UNREGISTERED", category: .token, retry: .no, token: .remove,
            retired: ["NotRegistered", "InvalidRegistration"],
            aliases: [
                ("messaging/registration-token-not-registered", means: "UNREGISTERED"),
                ("messaging/invalid-registration-token", means: "InvalidRegistration"),
            ],
            standingAlone: [("NOT_FOUND", means: "UNREGISTERED")]),
        ReasonEntry(
            "INVALID_ARGUMENT", category: .ambiguous, retry: .fix, token: .check,
            aliases: [
                ("messaging/invalid-argument", means: "INVALID_ARGUMENT"),
                ("messaging/invalid-recipient", means: "INVALID_ARGUMENT"),
                ("messaging/invalid-payload", means: "INVALID_ARGUMENT"),
            ]),
        ReasonEntry(
            "SENDER_ID_MISMATCH", category: .credentials, retry: .fix, token: .check,
            retired: ["MismatchSenderId"],
            aliases: [
                ("MistmatchSenderId", means: "MismatchSenderId"),
                ("messaging/mismatched-credential", means: "SENDER_ID_MISMATCH"),
            ],
            standingAlone: [("PERMISSION_DENIED", means: "SENDER_ID_MISMATCH")]),
        ReasonEntry(
            "THIRD_PARTY_AUTH_ERROR", "EmptyCredentials", "InvalidCredentials", "DisabledFirebaseAPI",
            "InvalidPrivateKey",
            category: .credentials, retry: .fix, token: .keep,
            retired: ["InvalidApnsCredential", "AuthenticationError", "InvalidPackageName"],
            aliases: [
                ("APNS_AUTH_ERROR", means: "THIRD_PARTY_AUTH_ERROR"),
                ("messaging/third-party-auth-error", means: "THIRD_PARTY_AUTH_ERROR"),
                ("messaging/authentication-error", means: "AuthenticationError"),
                ("messaging/invalid-package-name", means: "InvalidPackageName"),
            ],
            standingAlone: [("UNAUTHENTICATED", means: "THIRD_PARTY_AUTH_ERROR")]),
        ReasonEntry(
            "QUOTA_EXCEEDED", category: .throttled, retry: .later, token: .keep,
            retired: ["DeviceMessageRateExceeded", "TopicsMessageRateExceeded", "MessageRateExceeded"],
            aliases: [
                ("messaging/message-rate-exceeded", means: "QUOTA_EXCEEDED"),
                ("messaging/device-message-rate-exceeded", means: "DeviceMessageRateExceeded"),
                ("messaging/topics-message-rate-exceeded", means: "TopicsMessageRateExceeded"),
            ],
            standingAlone: [("RESOURCE_EXHAUSTED", means: "QUOTA_EXCEEDED")]),
        ReasonEntry(
            "UNAVAILABLE", "INTERNAL", "FCMInternalServerError", category: .gateway, retry: .yes, token: .keep,
            retired: ["Unavailable", "InternalServerError"],
            aliases: [
                ("messaging/server-unavailable", means: "UNAVAILABLE"),
                ("messaging/internal-error", means: "INTERNAL"),
            ]),
        ReasonEntry(
            category: .payload, retry: .fix, token: .keep,
            retired: ["MessageTooBig", "InvalidDataKey", "InvalidTtl"],
            aliases: [
                ("messaging/payload-size-limit-exceeded", means: "MessageTooBig"),
                ("messaging/invalid-data-payload-key", means: "InvalidDataKey"),
                ("messaging/invalid-options", means: "InvalidTtl"),
            ]),
        ReasonEntry(
            "InvalidEndpoint", category: .request, retry: .fix, token: .keep,
            retired: ["MissingRegistration", "InvalidParameters", "InvalidJSON"]),
        ReasonEntry(
            "UNSPECIFIED_ERROR", category: .unknown, retry: .no, token: .keep,
            aliases: [("messaging/unknown-error", means: "UNSPECIFIED_ERROR")]),
    ]

    private static let wns: [ReasonEntry] = [
        ReasonEntry(
            "Unregistered", "InvalidToken", "BadChannel", "TokenForWrongChannel",
            category: .token, retry: .no, token: .remove),
        ReasonEntry("PayloadTooLarge", category: .payload, retry: .fix, token: .keep),
        ReasonEntry("BadRequest", category: .request, retry: .fix, token: .keep),
        ReasonEntry("FailedToGetWNSToken", category: .credentials, retry: .fix, token: .keep),
        ReasonEntry("Overload", category: .throttled, retry: .later, token: .keep),
        ReasonEntry("WNSFailed", "WNSUnavailable", category: .gateway, retry: .yes, token: .keep),
    ]

    // Web Push has no words, only HTTP statuses; `5xx` is any from 500 to 599.
    private static let webpush: [ReasonEntry] = [
        ReasonEntry("404", "410", category: .token, retry: .no, token: .remove),
        ReasonEntry("400", category: .request, retry: .fix, token: .keep),
        ReasonEntry("401", "403", category: .credentials, retry: .fix, token: .keep),
        ReasonEntry("413", category: .payload, retry: .fix, token: .keep),
        ReasonEntry("429", category: .throttled, retry: .later, token: .keep),
        ReasonEntry("5xx", category: .gateway, retry: .yes, token: .keep),
    ]

    /// What stops a notification before any gateway sees it.
    static let unreached: [ReasonEntry] = [
        ReasonEntry("Liquid error", category: .template, retry: .fix, token: .keep),
        ReasonEntry("Customer doesn't exist", category: .audience, retry: .fix, token: .keep),
        ReasonEntry("Credentials not found", category: .credentials, retry: .fix, token: .keep),
        ReasonEntry("no token", "missing token", category: .audience, retry: .no, token: .keep),
        ReasonEntry(
            "Customer is unsubscribed", "unsubscribed", "FrequencyCapping", "capped", "suppressed",
            category: .suppressed, retry: .no, token: .keep),
    ]
}
