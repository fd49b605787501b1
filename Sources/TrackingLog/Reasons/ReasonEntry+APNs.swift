extension ReasonEntry {
    /// The words of APNs.
    ///
    /// Sources: Apple, "Handling notification responses from APNs" (words, statuses and descriptions); the error pages of
    /// Pushwoosh; edamov/pushok `src/Response.php`; of the retired binary interface, rpush/rpush
    /// `lib/rpush/daemon/dispatcher/apns_tcp.rb` before version 8. The advice is ours.
    static let apns = apnsTokens + apnsRequests + apnsCredentials + apnsGateway

    private static let apnsTokens: [ReasonEntry] = [
        ReasonEntry(
            "Unregistered", category: .token, retry: .no, token: .remove, statuses: [410],
            texts: [
                "The device token is inactive for the specified topic",
                "The device token is no longer active for the topic",
            ],
            advice: "Remove the token: the app was uninstalled, or registers a new token at its next start."),
        ReasonEntry(
            "ExpiredToken", category: .token, retry: .no, token: .remove,
            texts: ["The device token has expired"],
            advice: "Remove the token: it has expired, and the app registers a new one at its next start."),
        // The wrong environment or topic looks just like a bad token.
        ReasonEntry(
            "BadDeviceToken", category: .token, retry: .no, token: .check,
            aliases: [("APNS_BAD_DEVICE_TOKEN", means: "BadDeviceToken")],
            texts: [
                "The specified device token was bad", "The specified device token is invalid",
                // Code 5 of the binary interface, and code 8.
                "APNs error 5", "error 5 (Missing token size)", "APNs error 8", "error 8 (Invalid token)",
                "error 8 (Invalid device token)",
            ],
            advice: """
                Check that the token is complete and of the environment you send to (sandbox or production); remove it only \
                if both are right.
                """),
        ReasonEntry(
            "DeviceTokenNotForTopic", category: .token, retry: .no, token: .check,
            texts: [
                "The device token does not match the specified topic",
                "The device token doesn't match the specified topic",
            ],
            advice: """
                Check that apns-topic is the bundle id of the app that registered the token; remove the token only if it \
                is another app's.
                """),
        ReasonEntry(
            "MissingDeviceToken", category: .token, retry: .no, token: .check,
            texts: [
                "The device token is not specified in the request", "The device token isn't specified in the request",
                "APNs error 2", "error 2 (Missing device token)",
            ],
            advice: "Check where the token is read from: the request's path, /3/device/TOKEN, had none."),
    ]

    private static let apnsRequests: [ReasonEntry] = [
        // A 400 without its reason, which alone shows what was wrong.
        ReasonEntry(
            "400", category: .ambiguous, retry: .fix, token: .check,
            advice:
                "Log the reason in the body of APNs' answer too: the status alone covers tokens, headers and payloads."),
        ReasonEntry(
            "MissingTopic", category: .request, retry: .fix, token: .keep,
            texts: [
                "The apns-topic header of the request was not specified and was required",
                "The apns-topic header of the request isn't specified and is required", "APNs error 3",
                "error 3 (Missing topic)",
            ],
            advice: "Send the apns-topic header: a provider token, or a certificate for several topics, needs it."),
        ReasonEntry(
            "BadTopic", category: .request, retry: .fix, token: .keep,
            texts: [
                "The apns-topic was invalid", "The apns-topic value is invalid", "APNs error 6",
                "error 6 (Missing topic size)",
            ],
            advice: "Correct apns-topic: the app's bundle id, with the suffix that some push types ask for, like .voip."
        ),
        ReasonEntry(
            "TopicDisallowed", category: .request, retry: .fix, token: .keep,
            texts: ["Pushing to this topic is not allowed"],
            advice: "Correct apns-topic, or send with a certificate or key that may send to this topic."),
        ReasonEntry(
            "BadCollapseId", category: .request, retry: .fix, token: .keep,
            texts: ["The collapse identifier exceeds the maximum allowed size"],
            advice: "Shorten apns-collapse-id to at most 64 bytes."),
        ReasonEntry(
            "BadExpirationDate", category: .request, retry: .fix, token: .keep,
            texts: ["The apns-expiration value is bad", "The apns-expiration value is invalid"],
            advice: "Send apns-expiration as whole seconds since 1970, or as 0."),
        ReasonEntry(
            "BadMessageId", category: .request, retry: .fix, token: .keep,
            texts: ["The apns-id value is bad", "The apns-id value is invalid"],
            advice: "Send apns-id as a UUID in lower case, or leave it out."),
        ReasonEntry(
            "BadPriority", category: .request, retry: .fix, token: .keep,
            texts: ["The apns-priority value is bad", "The apns-priority value is invalid"],
            advice: "Send apns-priority as 10, 5 or 1; background notifications want 5."),
        ReasonEntry(
            "InvalidPushType", category: .request, retry: .fix, token: .keep,
            texts: ["The apns-push-type value is invalid"],
            advice: "Set apns-push-type to what the payload is: alert, background, voip and so on."),
        ReasonEntry(
            "DuplicateHeaders", category: .request, retry: .fix, token: .keep,
            texts: ["One or more headers were repeated", "One or more headers are repeated"],
            advice: "Send every header once; a proxy or a library may be adding one of its own."),
        ReasonEntry(
            "BadPath", category: .request, retry: .fix, token: .keep, statuses: [404],
            texts: ["The request contained a bad :path value", "The request contained an invalid :path value"],
            advice: "Send to /3/device/TOKEN, with the token in hexadecimal digits."),
        ReasonEntry(
            "MethodNotAllowed", category: .request, retry: .fix, token: .keep, statuses: [405],
            texts: ["The specified :method was not POST", "The request used a bad :method value"],
            advice: "Send with POST, the only method that APNs takes."),
        ReasonEntry(
            "PayloadEmpty", category: .payload, retry: .fix, token: .keep,
            texts: [
                "The message payload was empty", "The message payload is empty", "APNs error 4",
                "error 4 (Missing payload)",
            ],
            advice: "Send a JSON body with an aps dictionary in it."),
        ReasonEntry(
            "PayloadTooLarge", "PayloadIsTooLarge", category: .payload, retry: .fix, token: .keep, statuses: [413],
            texts: [
                "The message payload was too large", "The message payload is too large",
                "The notification payload was too large", "APNs error 7", "error 7 (Missing payload size)",
                "error 7 (Invalid payload size)",
            ],
            advice: "Cut the payload to 4,096 bytes (5,120 for VoIP), and have the app fetch what does not fit."),
    ]

    private static let apnsCredentials: [ReasonEntry] = [
        ReasonEntry(
            "BadCertificate", category: .credentials, retry: .fix, token: .keep,
            texts: ["The certificate was bad", "The certificate is invalid"],
            advice: "Install a complete and valid push certificate of this app."),
        ReasonEntry(
            "BadCertificateEnvironment", category: .credentials, retry: .fix, token: .keep,
            texts: [
                "The client certificate was for the wrong environment",
                "The client certificate is for the wrong environment",
            ],
            advice: "Use a certificate for the environment you send to (sandbox or production)."),
        ReasonEntry(
            "ExpiredCertificate", category: .credentials, retry: .fix, token: .keep,
            advice: "Renew the push certificate, and note when the new one expires."),
        ReasonEntry(
            "InvalidCertificate", category: .credentials, retry: .fix, token: .keep,
            advice: "Install a push certificate that Apple issued for this app and has not revoked."),
        ReasonEntry(
            "ExpiredProviderToken", category: .credentials, retry: .fix, token: .keep,
            texts: [
                "The provider token is stale and a new token should be generated",
                "The provider token is stale, and a new token should be generated",
            ],
            advice: "Sign a new provider token at least once an hour, and check the server's clock."),
        ReasonEntry(
            "InvalidProviderToken", category: .credentials, retry: .fix, token: .keep,
            texts: [
                "The provider token is not valid or the token signature could not be verified",
                "The provider token is not valid, or the token signature can't be verified",
            ],
            advice: "Check the signing key, its key id and the team id, and whether the key was revoked."),
        ReasonEntry(
            "MissingProviderToken", category: .credentials, retry: .fix, token: .keep,
            texts: ["No provider certificate was used to connect to APNs"],
            advice: "Send a provider token in the authorization header, or connect with a push certificate."),
        ReasonEntry(
            "UnrelatedKeyIdInToken", category: .credentials, retry: .fix, token: .keep,
            advice: "Open a connection for each signing key: APNs holds a connection to the key it began with."),
        ReasonEntry(
            "BadEnvironmentKeyIdInToken", category: .credentials, retry: .fix, token: .keep,
            aliases: [("BadEnvironmentKeyInToken", means: "BadEnvironmentKeyIdInToken")],
            advice: "Sign with a key that is meant for the environment you send to (sandbox or production)."),
        ReasonEntry(
            "Forbidden", category: .credentials, retry: .fix, token: .keep, statuses: [403],
            texts: [
                "The specified action is not allowed",
                "There was an error with the certificate or with the provider authentication token",
            ],
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
            "TooManyRequests", category: .throttled, retry: .later, token: .keep, statuses: [429],
            texts: [
                "Too many requests were made consecutively to the same device token",
                "The server received too many requests for the same device token",
            ],
            advice: "Send less often to this device: one token got too many notifications in a short time."),
        ReasonEntry(
            "TooManyProviderTokenUpdates", category: .throttled, retry: .later, token: .keep,
            texts: [
                "The provider token is being updated too often",
                "The provider's authentication token is being updated too often",
            ],
            advice: "Keep a provider token for at least 20 minutes before signing the next."),
        ReasonEntry(
            "IdleTimeout", category: .gateway, retry: .yes, token: .keep,
            texts: ["Idle time out", "Idle timeout"],
            advice: "Open a new connection and send again: this one was closed because nothing went through it."),
        ReasonEntry(
            "InternalServerError", category: .gateway, retry: .yes, token: .keep, statuses: [500],
            texts: ["An internal server error occurred", "APNs error 1", "error 1 (Processing error)"],
            advice: "Send again after a pause that grows with each try: the fault is on Apple's side."),
        ReasonEntry(
            "ServiceUnavailable", category: .gateway, retry: .yes, token: .keep, statuses: [503],
            texts: ["The service is unavailable"],
            advice: "Send again after a pause that grows with each try: APNs is out of service for the moment."),
        ReasonEntry(
            "Shutdown", category: .gateway, retry: .yes, token: .keep,
            texts: [
                "The server is shutting down", "APNs error 10",
                "error 10 (APNs closed connection (possible maintenance))",
            ],
            advice: "Open a new connection and send again: the server at the other end is being shut down."),
    ]
}
