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
        busy: Shares([(45, .serviceUnavailable), (30, .tooManyRequests), (25, .internalServerError)]))

    private static let fcm = GatewayAnswers(
        gone: Shares([(88, .fcmUnregistered), (12, .notRegistered)]),
        misaddressed: .senderIDMismatch,
        unacceptable: .invalidArgument,
        busy: Shares([(55, .unavailable), (25, .internal), (20, .quotaExceeded)]))

    private static let wns = GatewayAnswers(
        gone: Shares([(1, .badChannel)]),
        misaddressed: .tokenForWrongChannel,
        unacceptable: .payloadTooLarge,
        busy: Shares([(60, .wnsUnavailable), (40, .overload)]))

    private static let webPush = GatewayAnswers(
        gone: Shares([(80, .gone), (20, .notFound)]),
        misaddressed: .forbidden,
        unacceptable: .tooLarge,
        busy: Shares([(50, .slowDown), (50, .webUnavailable)]))
}
