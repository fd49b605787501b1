/// How a platform's gateway refuses, in shares that senders report.
struct Gateway: Sendable {
    /// For a device that the app is gone from.
    let gone: Shares<Description>
    /// For a token of another environment or sender.
    let misaddressed: Description
    /// For a message that it will never take.
    let unacceptable: Description
    /// When asked again later, it may well accept.
    let busy: Shares<Description>

    static func of(_ platform: Platform) -> Gateway {
        switch platform {
        case .ios: apns
        case .android: fcm
        case .windows: wns
        case .web: webPush
        }
    }

    private static let apns = Gateway(
        gone: Shares([(86, .unregistered), (9, .badDeviceToken), (5, .expiredToken)]),
        misaddressed: .deviceTokenNotForTopic,
        unacceptable: .payloadTooLarge,
        busy: Shares([(45, .serviceUnavailable), (30, .tooManyRequests), (25, .internalServerError)]))

    private static let fcm = Gateway(
        gone: Shares([(88, .fcmUnregistered), (12, .notRegistered)]),
        misaddressed: .senderIDMismatch,
        unacceptable: .invalidArgument,
        busy: Shares([(55, .unavailable), (25, .internal), (20, .quotaExceeded)]))

    private static let wns = Gateway(
        gone: Shares([(1, .badChannel)]),
        misaddressed: .tokenForWrongChannel,
        unacceptable: .payloadTooLarge,
        busy: Shares([(60, .wnsUnavailable), (40, .overload)]))

    private static let webPush = Gateway(
        gone: Shares([(80, .gone), (20, .notFound)]),
        misaddressed: .forbidden,
        unacceptable: .tooLarge,
        busy: Shares([(50, .slowDown), (50, .webUnavailable)]))
}
