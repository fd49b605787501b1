// Source: Apple, "Handling notification responses from APNs", and the error pages of Pushwoosh. The advice is ours.

extension ReasonEntry {
    static let apns = apnsTokens + apnsRequests + apnsCredentials + apnsGateway

    private static let apnsTokens: [ReasonEntry] = [
        ReasonEntry(
            "Unregistered", category: .token, retry: .no, token: .remove,
            advice: "Remove the token: the app was uninstalled, or registers a new token at its next start."),
        ReasonEntry(
            "ExpiredToken", category: .token, retry: .no, token: .remove,
            advice: "Remove the token: it has expired, and the app registers a new one at its next start."),
        // The wrong environment or topic looks just like a bad token.
        ReasonEntry(
            "BadDeviceToken", category: .token, retry: .no, token: .check,
            advice: """
                Check that the token is complete and of the environment you send to (sandbox or production); remove it only \
                if both are right.
                """),
        ReasonEntry(
            "DeviceTokenNotForTopic", category: .token, retry: .no, token: .check,
            advice: """
                Check that apns-topic is the bundle id of the app that registered the token; remove the token only if it \
                is another app's.
                """),
        ReasonEntry(
            "MissingDeviceToken", category: .token, retry: .no, token: .check,
            advice: "Check where the token is read from: the request's path, /3/device/TOKEN, had none."),
    ]

    private static let apnsRequests: [ReasonEntry] = [
        ReasonEntry(
            "MissingTopic", category: .request, retry: .fix, token: .keep,
            advice: "Send the apns-topic header: a provider token, or a certificate for several topics, needs it."),
        ReasonEntry(
            "BadTopic", category: .request, retry: .fix, token: .keep,
            advice: "Correct apns-topic: the app's bundle id, with the suffix that some push types ask for, like .voip."
        ),
        ReasonEntry(
            "TopicDisallowed", category: .request, retry: .fix, token: .keep,
            advice: "Correct apns-topic, or send with a certificate or key that may send to this topic."),
        ReasonEntry(
            "BadCollapseId", category: .request, retry: .fix, token: .keep,
            advice: "Shorten apns-collapse-id to at most 64 bytes."),
        ReasonEntry(
            "BadExpirationDate", category: .request, retry: .fix, token: .keep,
            advice: "Send apns-expiration as whole seconds since 1970, or as 0."),
        ReasonEntry(
            "BadMessageId", category: .request, retry: .fix, token: .keep,
            advice: "Send apns-id as a UUID in lower case, or leave it out."),
        ReasonEntry(
            "BadPriority", category: .request, retry: .fix, token: .keep,
            advice: "Send apns-priority as 10, 5 or 1; background notifications want 5."),
        ReasonEntry(
            "InvalidPushType", category: .request, retry: .fix, token: .keep,
            advice: "Set apns-push-type to what the payload is: alert, background, voip and so on."),
        ReasonEntry(
            "DuplicateHeaders", category: .request, retry: .fix, token: .keep,
            advice: "Send every header once; a proxy or a library may be adding one of its own."),
        ReasonEntry(
            "BadPath", category: .request, retry: .fix, token: .keep,
            advice: "Send to /3/device/TOKEN, with the token in hexadecimal digits."),
        ReasonEntry(
            "MethodNotAllowed", category: .request, retry: .fix, token: .keep,
            advice: "Send with POST, the only method that APNs takes."),
        ReasonEntry(
            "PayloadEmpty", category: .payload, retry: .fix, token: .keep,
            advice: "Send a JSON body with an aps dictionary in it."),
        ReasonEntry(
            "PayloadTooLarge", "PayloadIsTooLarge", category: .payload, retry: .fix, token: .keep,
            advice: "Cut the payload to 4,096 bytes (5,120 for VoIP), and have the app fetch what does not fit."),
    ]

    private static let apnsCredentials: [ReasonEntry] = [
        ReasonEntry(
            "BadCertificate", category: .credentials, retry: .fix, token: .keep,
            advice: "Install a complete and valid push certificate of this app."),
        ReasonEntry(
            "BadCertificateEnvironment", category: .credentials, retry: .fix, token: .keep,
            advice: "Use a certificate for the environment you send to (sandbox or production)."),
        ReasonEntry(
            "ExpiredCertificate", category: .credentials, retry: .fix, token: .keep,
            advice: "Renew the push certificate, and note when the new one expires."),
        ReasonEntry(
            "InvalidCertificate", category: .credentials, retry: .fix, token: .keep,
            advice: "Install a push certificate that Apple issued for this app and has not revoked."),
        ReasonEntry(
            "ExpiredProviderToken", category: .credentials, retry: .fix, token: .keep,
            advice: "Sign a new provider token at least once an hour, and check the server's clock."),
        ReasonEntry(
            "InvalidProviderToken", category: .credentials, retry: .fix, token: .keep,
            advice: "Check the signing key, its key id and the team id, and whether the key was revoked."),
        ReasonEntry(
            "MissingProviderToken", category: .credentials, retry: .fix, token: .keep,
            advice: "Send a provider token in the authorization header, or connect with a push certificate."),
        ReasonEntry(
            "UnrelatedKeyIdInToken", category: .credentials, retry: .fix, token: .keep,
            advice: "Open a connection for each signing key: APNs holds a connection to the key it began with."),
        ReasonEntry(
            "BadEnvironmentKeyIdInToken", category: .credentials, retry: .fix, token: .keep,
            aliases: [("BadEnvironmentKeyInToken", means: "BadEnvironmentKeyIdInToken")],
            advice: "Sign with a key that is meant for the environment you send to (sandbox or production)."),
        ReasonEntry(
            "Forbidden", category: .credentials, retry: .fix, token: .keep,
            advice: "Check what the certificate or key may do, and that the developer account is in order."),
        // The sender's gateway setting and the credentials do not belong together.
        ReasonEntry(
            "InvalidToken", category: .credentials, retry: .fix, token: .keep,
            advice: """
                Check that the app's gateway setting (sandbox or production) fits its credentials and the build that \
                registered the tokens.
                """),
    ]

    private static let apnsGateway: [ReasonEntry] = [
        ReasonEntry(
            "TooManyRequests", category: .throttled, retry: .later, token: .keep,
            advice: "Send less often to this device: one token got too many notifications in a short time."),
        ReasonEntry(
            "TooManyProviderTokenUpdates", category: .throttled, retry: .later, token: .keep,
            advice: "Keep a provider token for at least 20 minutes before signing the next."),
        ReasonEntry(
            "IdleTimeout", category: .gateway, retry: .yes, token: .keep,
            advice: "Open a new connection and send again: this one was closed because nothing went through it."),
        ReasonEntry(
            "InternalServerError", category: .gateway, retry: .yes, token: .keep,
            advice: "Send again after a pause that grows with each try: the fault is on Apple's side."),
        ReasonEntry(
            "ServiceUnavailable", category: .gateway, retry: .yes, token: .keep,
            advice: "Send again after a pause that grows with each try: APNs is out of service for the moment."),
        ReasonEntry(
            "Shutdown", category: .gateway, retry: .yes, token: .keep,
            advice: "Open a new connection and send again: the server at the other end is being shut down."),
    ]
}
