import TrackingLog

/// A gateway's reasons for refusals, in shares that senders report.
struct GatewayAnswers: Sendable {
    /// For a device without the app.
    let gone: Shares<Description>
    /// For a token of another environment or sender.
    let misaddressed: Description
    /// For a message that it never accepts.
    let unacceptable: Description
    /// While it is overloaded: it may accept a later attempt.
    let busy: Shares<Description>
    /// For a token that it no longer knows, in its commonest word.
    let unregistered: Description
    /// For a token of another environment or sender, where all of an app's are taken for its own.
    let mixedUp: Description
    /// For a sender's key or account, in the forms that this has.
    let credentials: [Description]
    /// While it is in trouble itself.
    let troubled: Shares<Description>
    /// To a sender that is too fast.
    let tooFast: Description
    /// For a payload beyond its limit.
    let oversized: Description
    /// For a request that it cannot understand, in the forms that this has.
    let malformed: [Description]

    static func of(_ gateway: Gateway) -> GatewayAnswers {
        switch gateway {
        case .apns: apns
        // Only the four gateways of the large platforms are simulated.
        case .fcm, .huawei, .adm: fcm
        case .wns: wns
        case .webpush: webPush
        }
    }

    private static let apns = GatewayAnswers(
        gone: Shares([(86, .unregistered), (9, .badDeviceToken), (5, .expiredToken)]),
        misaddressed: .deviceTokenNotForTopic,
        unacceptable: .payloadTooLarge,
        busy: Shares([(45, .serviceUnavailable), (30, .tooManyRequests), (25, .internalServerError)]),
        unregistered: .unregistered,
        mixedUp: .badDeviceToken,
        credentials: [.expiredProviderToken, .invalidProviderToken],
        troubled: Shares([(60, .serviceUnavailable), (40, .internalServerError)]),
        tooFast: .tooManyRequests,
        oversized: .payloadTooLarge,
        malformed: [.badPriority, .missingTopic, .badExpirationDate])

    private static let fcm = GatewayAnswers(
        gone: Shares([(88, .fcmUnregistered), (12, .notRegistered)]),
        misaddressed: .senderIDMismatch,
        unacceptable: .invalidArgument,
        busy: Shares([(55, .unavailable), (25, .internal), (20, .quotaExceeded)]),
        unregistered: .fcmUnregistered,
        mixedUp: .senderIDMismatch,
        credentials: [.invalidCredentials, .invalidGrant],
        troubled: Shares([(70, .unavailable), (30, .internal)]),
        tooFast: .quotaExceeded,
        oversized: .messageTooBig,
        malformed: [.invalidValue, .invalidArgument, .invalidValue])

    private static let wns = GatewayAnswers(
        gone: Shares([(1, .badChannel)]),
        misaddressed: .tokenForWrongChannel,
        unacceptable: .payloadTooLarge,
        busy: Shares([(60, .wnsUnavailable), (40, .overload)]),
        unregistered: .badChannel,
        mixedUp: .tokenForWrongChannel,
        credentials: [.unauthorized],
        troubled: Shares([(1, .wnsUnavailable)]),
        tooFast: .overload,
        oversized: .payloadTooLarge,
        malformed: [.badRequest])

    private static let webPush = GatewayAnswers(
        gone: Shares([(80, .gone), (20, .notFound)]),
        misaddressed: .forbidden,
        unacceptable: .tooLarge,
        busy: Shares([(50, .slowDown), (50, .webUnavailable)]),
        unregistered: .gone,
        mixedUp: .forbidden,
        credentials: [.unauthorized],
        troubled: Shares([(1, .webUnavailable)]),
        tooFast: .slowDown,
        oversized: .tooLarge,
        malformed: [.badRequest])
}
