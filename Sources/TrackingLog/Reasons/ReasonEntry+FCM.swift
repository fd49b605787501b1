extension ReasonEntry {
    /// The words of FCM.
    ///
    /// Sources: Google, "FCM error codes", "ErrorCode" of the HTTP v1 API, and the retired HTTP and XMPP server references;
    /// googleapis/googleapis `google/api/error_reason.proto`; firebase/firebase-admin-node `src/messaging/error.ts`
    /// (`messaging/…` and the default texts); firebase/firebase-admin-python `firebase_admin/_messaging_utils.py`;
    /// beste/firebase-php `src/Firebase/Exception/Messaging/NotFound.php`; olucurious/PyFCM `pyfcm/baseapi.py`; rpush/rpush
    /// `lib/rpush/daemon/fcm/delivery.rb`; appleboy/go-fcm `response.go` before version 1; the error pages of Pushwoosh;
    /// OneSignal, "Push message reports". The advice is ours.
    static let fcm = fcmTokens + fcmArguments + fcmCredentials + fcmRequests + fcmGateway

    private static let fcmTokens: [ReasonEntry] = [
        ReasonEntry(
            "UNREGISTERED", category: .token, retry: .no, token: .remove, retired: ["NotRegistered"],
            aliases: [
                ("messaging/registration-token-not-registered", means: "UNREGISTERED"),
                ("messaging/installation-id-not-registered", means: "UNREGISTERED"),
                ("FCM_UNREGISTERED", means: "UNREGISTERED"), ("UNREGISTERED_FID", means: "UNREGISTERED"),
                ("UnregisteredError", means: "UNREGISTERED"), ("FCMNotRegisteredError", means: "UNREGISTERED"),
            ],
            standingAlone: [("NOT_FOUND", means: "UNREGISTERED")],
            texts: [
                // All that FCM v1 says of it, and the exceptions of firebase-admin show.
                "Requested entity was not found",
                "App instance was unregistered from FCM",
                "The provided registration token is not registered",
                "The provided installation ID is not registered",
                // PyFCM, rpush, and go-fcm before version 1.
                "Token not registered", "Client was not registered for your app", "unregistered device",
                "registration-token-not-registered",
            ],
            advice: "Remove the token: the app was uninstalled, or registers a new token at its next start."),
        // Google also answers 404 where the path is retired or the project is unknown.
        ReasonEntry(
            "404", category: .token, retry: .no, token: .check,
            standingAlone: [("error.status NOT_FOUND", means: "404"), ("NotFound", means: "404")],
            // firebase-php, which writes it for any 404.
            texts: ["it is not known to the Firebase project you are using"],
            advice: """
                Check the project id and the path that is sent to; a token is dead only if FCM's answer says UNREGISTERED.
                """),
        ReasonEntry(
            category: .token, retry: .no, token: .remove, retired: ["InvalidRegistration"],
            aliases: [("messaging/invalid-registration-token", means: "InvalidRegistration")],
            advice: "Remove the token, and check how tokens are stored: FCM never issued one of this form."),
        ReasonEntry(
            "UNAUTHORIZED_REGISTRATION", category: .token, retry: .no, token: .check,
            advice:
                "Check that the token or subscription was made for the keys you send with; it may be another sender's."
        ),
    ]

    private static let fcmCredentials: [ReasonEntry] = [
        ReasonEntry(
            "SENDER_ID_MISMATCH", category: .credentials, retry: .fix, token: .check,
            retired: ["MismatchSenderId"],
            aliases: [
                ("MistmatchSenderId", means: "MismatchSenderId"),
                ("messaging/mismatched-credential", means: "SENDER_ID_MISMATCH"),
                ("SenderIdMismatchError", means: "SENDER_ID_MISMATCH"),
                ("FCMSenderIdMismatchError", means: "SENDER_ID_MISMATCH"),
            ],
            standingAlone: [("PERMISSION_DENIED", means: "SENDER_ID_MISMATCH")],
            texts: [
                "SenderId mismatch", "mismatched sender id",
                "The authenticated sender ID is different from the sender ID for the registration token",
                "does not have permission to send messages to the device corresponding to the provided registration token",
                "The sender ID was mismatched",
            ],
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
                ("ThirdPartyAuthError", means: "THIRD_PARTY_AUTH_ERROR"),
            ],
            standingAlone: [("UNAUTHENTICATED", means: "THIRD_PARTY_AUTH_ERROR")],
            texts: [
                "Auth error from APNS or Web Push Service",
                "the required APNs SSL certificate was not uploaded or has expired", "invalid APNs credentials",
            ],
            advice: "Renew the APNs key or certificate, or the Web Push keys, in the Firebase project's settings."),
        ReasonEntry(
            "EmptyCredentials", category: .credentials, retry: .fix, token: .keep,
            advice: "Enter a Firebase service account for this app: there is none."),
        ReasonEntry(
            "InvalidCredentials", category: .credentials, retry: .fix, token: .keep,
            aliases: [
                ("IAM_PERMISSION_DENIED", means: "InvalidCredentials"),
                ("ACCESS_TOKEN_EXPIRED", means: "InvalidCredentials"),
                ("ACCESS_TOKEN_TYPE_UNSUPPORTED", means: "InvalidCredentials"),
                ("CREDENTIALS_MISSING", means: "InvalidCredentials"),
            ],
            standingAlone: [
                ("Permission Denied", means: "InvalidCredentials"),
                ("error.status UNAUTHENTICATED", means: "InvalidCredentials"),
                ("error.status PERMISSION_DENIED", means: "InvalidCredentials"),
            ],
            statuses: [401, 403],
            texts: [
                "Request had invalid authentication credentials",
                "Request is missing required authentication credential",
                "Permission 'cloudmessaging.messages.create' denied",
                // PyFCM, rpush, and rpush's retired client of GCM.
                "There was an error authenticating the sender account",
                "Unauthorized, Bearer token could not be validated", "Unauthorized, check your App auth_key",
            ],
            advice: "Enter a new key of a service account that may send for the app's Firebase project."),
        ReasonEntry(
            "DisabledFirebaseAPI", category: .credentials, retry: .fix, token: .keep,
            aliases: [("SERVICE_DISABLED", means: "DisabledFirebaseAPI")],
            texts: ["Firebase Cloud Messaging API has not been used in project"],
            advice: "Enable the Firebase Cloud Messaging API (V1) for the project in the Google Cloud console."),
        ReasonEntry(
            "InvalidPrivateKey", category: .credentials, retry: .fix, token: .keep,
            advice: "Enter the complete JSON file of the service account again: the private key in it cannot be read."),
        ReasonEntry(
            category: .credentials, retry: .fix, token: .keep, retired: ["AuthenticationError"],
            aliases: [("messaging/authentication-error", means: "AuthenticationError")],
            texts: ["An error occurred when trying to authenticate to the FCM servers"],
            advice: "Send with a service account that may send for this Firebase project: the credentials were refused."
        ),
        ReasonEntry(
            category: .credentials, retry: .fix, token: .keep, retired: ["InvalidPackageName"],
            aliases: [("messaging/invalid-package-name", means: "InvalidPackageName")],
            texts: ["invalid package name"],
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
            texts: ["invalid data key"],
            advice: "Rename data keys that FCM keeps for itself: from, gcm, and all that begin with google."),
        ReasonEntry(
            category: .payload, retry: .fix, token: .keep, retired: ["InvalidTtl"],
            aliases: [("messaging/invalid-options", means: "InvalidTtl")],
            texts: ["invalid time to live"],
            advice: "Send the time to live as whole seconds from 0 to 2,419,200, which are four weeks."),
        ReasonEntry(
            category: .request, retry: .fix, token: .keep, retired: ["MissingRegistration"],
            aliases: [("MISSING_REGISTRATIONS", means: "MissingRegistration")],
            texts: ["Recipient of the message is not set", "missing registration token"],
            advice: "Name a token or a topic in the request: it has no recipient."),
        ReasonEntry(
            category: .request, retry: .fix, token: .keep, retired: ["InvalidParameters"],
            advice: "Check the names and types of the request's fields."),
        ReasonEntry(
            category: .request, retry: .fix, token: .keep, retired: ["InvalidJSON"],
            // rpush's retired client of GCM.
            texts: ["GCM failed to parse the JSON request"],
            advice: "Send valid JSON: FCM could not parse the request."),
        ReasonEntry(
            "InvalidEndpoint", category: .request, retry: .fix, token: .keep,
            advice: "Check the address that is sent to, and the Firebase project id in it."),
        ReasonEntry(
            "TOO_MANY_TOPICS", category: .request, retry: .fix, token: .keep,
            aliases: [("messaging/too-many-topics", means: "TOO_MANY_TOPICS")],
            texts: ["The maximum number of topics the provided registration token can be subscribed to"],
            advice: "Unsubscribe the token from other topics first: it is subscribed to as many as FCM allows."),
    ]

    private static let fcmGateway: [ReasonEntry] = [
        ReasonEntry(
            "QUOTA_EXCEEDED", category: .throttled, retry: .later, token: .keep, retired: ["MessageRateExceeded"],
            aliases: [
                ("messaging/message-rate-exceeded", means: "QUOTA_EXCEEDED"),
                ("messaging/quota-exceeded", means: "QUOTA_EXCEEDED"), ("QuotaExceededError", means: "QUOTA_EXCEEDED"),
            ],
            standingAlone: [("RESOURCE_EXHAUSTED", means: "QUOTA_EXCEEDED")], statuses: [429],
            texts: [
                "Sending limit exceeded for the message target", "Quota exceeded for quota metric",
                "Slow down. Too many requests were sent",
            ],
            advice: "Slow down, and wait as long as Retry-After says, a minute at least, before sending again."),
        ReasonEntry(
            category: .throttled, retry: .later, token: .keep, retired: ["DeviceMessageRateExceeded"],
            aliases: [("messaging/device-message-rate-exceeded", means: "DeviceMessageRateExceeded")],
            texts: ["The rate of messages to a particular device is too high", "device message rate exceeded"],
            advice: "Send less often to this device, and do not send again at once."),
        ReasonEntry(
            category: .throttled, retry: .later, token: .keep, retired: ["TopicsMessageRateExceeded"],
            aliases: [
                ("messaging/topics-message-rate-exceeded", means: "TopicsMessageRateExceeded"),
                ("messaging/topics-subscription-rate-exceeded", means: "TopicsMessageRateExceeded"),
            ],
            texts: [
                "The rate of messages to subscribers to a particular topic is too high", "topics message rate exceeded",
                "The rate of subscription management requests to a particular topic is too high",
            ],
            advice: "Send less often to this topic, and do not send again at once."),
        ReasonEntry(
            "UNAVAILABLE", category: .gateway, retry: .yes, token: .keep, retired: ["Unavailable"],
            aliases: [("messaging/server-unavailable", means: "UNAVAILABLE")], statuses: [503],
            texts: [
                "The server is overloaded", "The service is currently unavailable",
                "The FCM server could not process the request in time", "FCM server error",
            ],
            advice: "Send again when Retry-After says, else after a pause that grows with each try."),
        ReasonEntry(
            "DEADLINE_EXCEEDED", category: .gateway, retry: .yes, token: .keep,
            advice: "Send again after a pause that grows with each try: FCM did not answer in time."),
        ReasonEntry(
            "INTERNAL", "FCMInternalServerError", category: .gateway, retry: .yes, token: .keep,
            retired: ["InternalServerError"], aliases: [("messaging/internal-error", means: "INTERNAL")],
            statuses: [500],
            texts: [
                "An unknown internal error occurred", "An internal error has occurred. Please retry the request",
                "Internal error encountered",
            ],
            advice: "Send again after a pause that grows with each try: the fault is on Google's side."),
        ReasonEntry(
            "UNSPECIFIED_ERROR", category: .unknown, retry: .no, token: .keep,
            aliases: [("messaging/unknown-error", means: "UNSPECIFIED_ERROR")],
            texts: ["An unknown server error was returned"],
            advice: "Look for more in FCM's full answer, and take it to Google's support if this happens often."),
    ]
}
