extension ReasonEntry {
    /// `INVALID_ARGUMENT`, and its six causes, which differ only in FCM's message.
    ///
    /// Sources: Klaviyo, "Understanding push notification delivery" (the six texts that begin with `Check` and `Make sure`);
    /// Google, "FCM error codes" and "ErrorCode" of the HTTP v1 API (messages and field violations);
    /// firebase/firebase-admin-node `src/messaging/error.ts`; OneSignal, "Push message reports" (`FcmV1InvalidToken`);
    /// rpush/rpush before version 9, `lib/rpush/daemon/gcm/delivery.rb`. The advice is ours.
    static let fcmArguments: [ReasonEntry] = [
        ReasonEntry(
            "INVALID_ARGUMENT", category: .ambiguous, retry: .fix, token: .check,
            aliases: [
                ("messaging/invalid-argument", means: "INVALID_ARGUMENT"),
                ("messaging/invalid-recipient", means: "INVALID_ARGUMENT"),
                ("messaging/invalid-payload", means: "INVALID_ARGUMENT"),
                ("InvalidArgumentError", means: "INVALID_ARGUMENT"),
            ],
            statuses: [400],
            texts: ["Request contains an invalid argument", "Invalid argument provided"],
            advice: """
                See which field FCM's answer names: fix the payload or the request if it is one of theirs, and check how \
                the token was stored if it is the token.
                """),
        ReasonEntry(
            "INVALID_ARGUMENT (token)", category: .token, retry: .no, token: .check,
            aliases: [("FcmV1InvalidToken", means: "INVALID_ARGUMENT (token)")],
            texts: [
                "Check the format of the registration token you pass to the server",
                "The registration token is not a valid FCM registration token", "Invalid registration token",
                "All registration IDs were invalid",
            ],
            advice:
                "Check that the token is complete, an FCM token and of this app; remove it only if all three are so."),
        ReasonEntry(
            "INVALID_ARGUMENT (package)", category: .credentials, retry: .fix, token: .keep,
            texts: [
                "Make sure the message was addressed to a registration token whose package name matches",
                "The message was addressed to a registration token whose package name does not match",
            ],
            advice: "Correct restricted_package_name, or leave it out: the token is of another app."),
        ReasonEntry(
            "INVALID_ARGUMENT (size)", category: .payload, retry: .fix, token: .keep,
            texts: [
                "Check that the total size of the payload data included in a message does not exceed FCM limits",
                "Android message is too big", "iOS message is too big", "message is too big",
                "The provided message payload exceeds the FCM size limits",
            ],
            advice: "Cut the payload to 4,096 bytes (2,048 for a topic), and have the app fetch what does not fit."),
        ReasonEntry(
            "INVALID_ARGUMENT (data key)", category: .payload, retry: .fix, token: .keep,
            texts: [
                "Check that the payload data does not contain a key",
                "The data message payload contains an invalid key",
            ],
            advice: "Rename data keys that FCM keeps for itself: from, gcm, and all that begin with google."),
        ReasonEntry(
            "INVALID_ARGUMENT (ttl)", category: .payload, retry: .fix, token: .keep,
            texts: ["Check that the value used in ttl is an integer", "Invalid value at 'message.android.ttl'"],
            advice: "Send the time to live as whole seconds from 0 to 2,419,200, which are four weeks."),
        ReasonEntry(
            "INVALID_ARGUMENT (parameter)", category: .request, retry: .fix, token: .keep,
            texts: [
                "Check that the provided parameters have the right name and type", "Invalid JSON payload received",
                "Invalid value at 'message", "Invalid message options provided", "Invalid message payload provided",
            ],
            advice: "Correct the field that FCM's message names: its name, its place or its type."),
    ]
}
