// Sources: Google, "FCM error codes", the retired HTTP and XMPP server references and the Admin SDK's error codes; the
// error pages of Pushwoosh. The advice is ours.

extension ReasonEntry {
    static let fcm = fcmTokens + fcmRequests + fcmCredentials + fcmGateway

    private static let fcmTokens: [ReasonEntry] = [
        ReasonEntry(
            "UNREGISTERED", category: .token, retry: .no, token: .remove, retired: ["NotRegistered"],
            aliases: [("messaging/registration-token-not-registered", means: "UNREGISTERED")],
            standingAlone: [("NOT_FOUND", means: "UNREGISTERED")],
            advice: "Remove the token: the app was uninstalled, or registers a new token at its next start."),
        ReasonEntry(
            category: .token, retry: .no, token: .remove, retired: ["InvalidRegistration"],
            aliases: [("messaging/invalid-registration-token", means: "InvalidRegistration")],
            advice: "Remove the token, and check how tokens are stored: FCM never issued one of this form."),
        ReasonEntry(
            "INVALID_ARGUMENT", category: .ambiguous, retry: .fix, token: .check,
            aliases: [
                ("messaging/invalid-argument", means: "INVALID_ARGUMENT"),
                ("messaging/invalid-recipient", means: "INVALID_ARGUMENT"),
                ("messaging/invalid-payload", means: "INVALID_ARGUMENT"),
            ],
            advice: """
                See which field FCM's answer names: fix the payload or the request if it is one of theirs, and check how \
                the token was stored if it is the token.
                """),
    ]

    private static let fcmCredentials: [ReasonEntry] = [
        ReasonEntry(
            "SENDER_ID_MISMATCH", category: .credentials, retry: .fix, token: .check,
            retired: ["MismatchSenderId"],
            aliases: [
                ("MistmatchSenderId", means: "MismatchSenderId"),
                ("messaging/mismatched-credential", means: "SENDER_ID_MISMATCH"),
            ],
            standingAlone: [("PERMISSION_DENIED", means: "SENDER_ID_MISMATCH")],
            advice: """
                Send with the Firebase project that the app registers with; remove the token only if it is of a project \
                you no longer use.
                """),
        ReasonEntry(
            "THIRD_PARTY_AUTH_ERROR", category: .credentials, retry: .fix, token: .keep,
            retired: ["InvalidApnsCredential"],
            aliases: [
                ("APNS_AUTH_ERROR", means: "THIRD_PARTY_AUTH_ERROR"),
                ("messaging/third-party-auth-error", means: "THIRD_PARTY_AUTH_ERROR"),
                ("messaging/invalid-apns-credentials", means: "THIRD_PARTY_AUTH_ERROR"),
            ],
            standingAlone: [("UNAUTHENTICATED", means: "THIRD_PARTY_AUTH_ERROR")],
            advice: "Renew the APNs key or certificate, or the Web Push keys, in the Firebase project's settings."),
        ReasonEntry(
            "EmptyCredentials", category: .credentials, retry: .fix, token: .keep,
            advice: "Enter a Firebase service account for this app: there is none."),
        ReasonEntry(
            "InvalidCredentials", category: .credentials, retry: .fix, token: .keep,
            advice: "Enter a new key of a service account that may send for the app's Firebase project."),
        ReasonEntry(
            "DisabledFirebaseAPI", category: .credentials, retry: .fix, token: .keep,
            advice: "Enable the Firebase Cloud Messaging API (V1) for the project in the Google Cloud console."),
        ReasonEntry(
            "InvalidPrivateKey", category: .credentials, retry: .fix, token: .keep,
            advice: "Enter the complete JSON file of the service account again: the private key in it cannot be read."),
        ReasonEntry(
            category: .credentials, retry: .fix, token: .keep, retired: ["AuthenticationError"],
            aliases: [("messaging/authentication-error", means: "AuthenticationError")],
            advice: "Send with a service account that may send for this Firebase project: the credentials were refused."
        ),
        ReasonEntry(
            category: .credentials, retry: .fix, token: .keep, retired: ["InvalidPackageName"],
            aliases: [("messaging/invalid-package-name", means: "InvalidPackageName")],
            advice: "Correct the package name that the request is restricted to: the token is of another app."),
    ]

    private static let fcmRequests: [ReasonEntry] = [
        ReasonEntry(
            category: .payload, retry: .fix, token: .keep, retired: ["MessageTooBig"],
            aliases: [("messaging/payload-size-limit-exceeded", means: "MessageTooBig")],
            advice: "Cut the payload to 4,096 bytes (2,048 for a topic), and have the app fetch what does not fit."),
        ReasonEntry(
            category: .payload, retry: .fix, token: .keep, retired: ["InvalidDataKey"],
            aliases: [("messaging/invalid-data-payload-key", means: "InvalidDataKey")],
            advice: "Rename data keys that FCM keeps for itself: from, gcm, and all that begin with google."),
        ReasonEntry(
            category: .payload, retry: .fix, token: .keep, retired: ["InvalidTtl"],
            aliases: [("messaging/invalid-options", means: "InvalidTtl")],
            advice: "Send the time to live as whole seconds from 0 to 2,419,200, which are four weeks."),
        ReasonEntry(
            category: .request, retry: .fix, token: .keep, retired: ["MissingRegistration"],
            advice: "Name a token or a topic in the request: it has no recipient."),
        ReasonEntry(
            category: .request, retry: .fix, token: .keep, retired: ["InvalidParameters"],
            advice: "Check the names and types of the request's fields."),
        ReasonEntry(
            category: .request, retry: .fix, token: .keep, retired: ["InvalidJSON"],
            advice: "Send valid JSON: FCM could not parse the request."),
        ReasonEntry(
            "InvalidEndpoint", category: .request, retry: .fix, token: .keep,
            advice: "Check the address that is sent to, and the Firebase project id in it."),
    ]

    private static let fcmGateway: [ReasonEntry] = [
        ReasonEntry(
            "QUOTA_EXCEEDED", category: .throttled, retry: .later, token: .keep, retired: ["MessageRateExceeded"],
            aliases: [("messaging/message-rate-exceeded", means: "QUOTA_EXCEEDED")],
            standingAlone: [("RESOURCE_EXHAUSTED", means: "QUOTA_EXCEEDED")],
            advice: "Slow down, and wait as long as Retry-After says, a minute at least, before sending again."),
        ReasonEntry(
            category: .throttled, retry: .later, token: .keep, retired: ["DeviceMessageRateExceeded"],
            aliases: [("messaging/device-message-rate-exceeded", means: "DeviceMessageRateExceeded")],
            advice: "Send less often to this device, and do not send again at once."),
        ReasonEntry(
            category: .throttled, retry: .later, token: .keep, retired: ["TopicsMessageRateExceeded"],
            aliases: [("messaging/topics-message-rate-exceeded", means: "TopicsMessageRateExceeded")],
            advice: "Send less often to this topic, and do not send again at once."),
        ReasonEntry(
            "UNAVAILABLE", category: .gateway, retry: .yes, token: .keep, retired: ["Unavailable"],
            aliases: [("messaging/server-unavailable", means: "UNAVAILABLE")],
            advice: "Send again when Retry-After says, else after a pause that grows with each try."),
        ReasonEntry(
            "INTERNAL", "FCMInternalServerError", category: .gateway, retry: .yes, token: .keep,
            retired: ["InternalServerError"], aliases: [("messaging/internal-error", means: "INTERNAL")],
            advice: "Send again after a pause that grows with each try: the fault is on Google's side."),
        ReasonEntry(
            "UNSPECIFIED_ERROR", category: .unknown, retry: .no, token: .keep,
            aliases: [("messaging/unknown-error", means: "UNSPECIFIED_ERROR")],
            advice: "Look for more in FCM's full answer, and take it to Google's support if this happens often."),
    ]
}
