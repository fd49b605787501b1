extension ReasonEntry {
    /// The words of Expo's push service.
    ///
    /// Sources: Expo, "Send notifications with the Expo Push Service", errors; expo/expo-server-sdk-node
    /// `src/ExpoClient.ts`. The advice is ours.
    static let expo: [ReasonEntry] = [
        ReasonEntry(
            "DeviceNotRegistered", category: .token, retry: .no, token: .remove,
            texts: ["is not a registered push notification recipient", "The recipient device is not registered with"],
            advice: "Remove the Expo push token: the app was uninstalled, or its notifications are turned off."),
        ReasonEntry(
            "MessageTooBig", category: .payload, retry: .fix, token: .keep,
            advice: "Cut the payload to 4,096 bytes, and have the app fetch what does not fit."),
        ReasonEntry(
            "MessageRateExceeded", category: .throttled, retry: .later, token: .keep,
            advice: "Send less often to this device."),
        ReasonEntry(
            "MismatchSenderId", category: .credentials, retry: .fix, token: .check,
            advice: "Give Expo the FCM key of the Firebase project that the app registers with."),
        ReasonEntry(
            "InvalidCredentials", category: .credentials, retry: .fix, token: .keep,
            texts: ["Unable to retrieve the FCM server key for the recipient's app"],
            advice: "Give Expo a valid push key or service account for the app, and build the app again if it changed."),
        ReasonEntry(
            "DeveloperError", "PUSH_TOO_MANY_EXPERIENCE_IDS", "PUSH_TOO_MANY_NOTIFICATIONS", category: .request,
            retry: .fix, token: .keep,
            advice: "Correct the request that Expo's message describes."),
        ReasonEntry(
            "ExpoError", "ProviderError", category: .gateway, retry: .yes, token: .keep,
            advice:
                "Send again after a pause that grows with each try: Expo or the push service behind it is in trouble."),
    ]

    /// The words of Amazon SNS.
    ///
    /// Sources: Amazon, "Amazon SNS management of Firebase Cloud Messaging endpoints" and "Using Amazon SNS with Firebase
    /// Cloud Messaging v1", delivery failure events; Amazon, SNS API reference, errors of `Publish`. The advice is ours.
    static let sns: [ReasonEntry] = [
        // SNS disables an endpoint for a wrong sender too.
        ReasonEntry(
            "EndpointDisabled", "InvalidPlatformToken", category: .token, retry: .no, token: .check,
            aliases: [("EndpointDisabledException", means: "EndpointDisabled")],
            texts: ["Endpoint is disabled", "Platform token associated with the endpoint is not valid"],
            advice:
                "Check the platform application's credentials; if they are right, the token is dead: update the endpoint."
        ),
        ReasonEntry(
            "EndpointNotFound", category: .token, retry: .no, token: .check,
            texts: ["Endpoint was not found", "No endpoint found for the target arn specified"],
            advice: "Check whether the endpoint was deleted, and create one for the device's current token."),
        ReasonEntry(
            "InvalidNotification", category: .ambiguous, retry: .fix, token: .check,
            texts: ["Notification body is invalid"],
            advice:
                "See the gateway's own answer in the delivery status log: payload, permission or token may be wrong."),
        ReasonEntry(
            "PlatformApplicationDisabled", category: .credentials, retry: .fix, token: .keep,
            aliases: [("PlatformApplicationDisabledException", means: "PlatformApplicationDisabled")],
            texts: ["Platform application credentials are not valid"],
            advice: "Renew the credentials of the platform application in SNS, and enable it again."),
        ReasonEntry(
            "DependencyUnavailable", "UnexpectedFailure", category: .gateway, retry: .yes, token: .keep,
            texts: ["Dependency is not available", "Unexpected failure; please contact Amazon"],
            advice:
                "Send again after a pause that grows with each try: SNS or the push service behind it is in trouble."),
        ReasonEntry(
            "Throttled", category: .throttled, retry: .later, token: .keep,
            texts: ["Request throttled by"],
            advice: "Slow down before sending again: the push service behind SNS takes no more for now."),
    ]

    /// The outcomes of Azure Notification Hubs. `BadChannel`, `InvalidToken` and `ChannelThrottled` are WNS's words, too.
    ///
    /// Sources: Azure/azure-notificationhubs-dotnet `Samples/ParseFeedbackSample/ParseFeedbackSample/PnsError.cs`;
    /// Microsoft, "Supported metrics for Microsoft.NotificationHubs/namespaces/notificationHubs". The advice is ours.
    static let azure: [ReasonEntry] = [
        ReasonEntry(
            "ExpiredChannel", category: .token, retry: .no, token: .remove,
            advice: "Remove the registration: its token has expired, and the app registers a new one at its next start."
        ),
        ReasonEntry(
            "WrongToken", "WrongChannel", category: .token, retry: .no, token: .check,
            advice:
                "Check that the hub's credentials are of the app that registered; remove the registration only if they are."
        ),
        ReasonEntry(
            "InvalidNotificationFormat", "InvalidNotificationSize", category: .payload, retry: .fix, token: .keep,
            advice: "Correct the payload: the push service behind the hub takes neither its form nor its size."),
        ReasonEntry(
            "PnsUnreachable", "PnsInterfaceError", "PnsServerError", "PnsUnavailable", "TokenProviderUnreachable",
            "TokenProviderInterfaceError", "ChannelDisconnected", category: .gateway, retry: .yes, token: .keep,
            advice: "Send again after a pause that grows with each try: the push service behind the hub is in trouble."),
    ]

    /// The words of OneSignal. Its reports show most gateways' words unchanged.
    ///
    /// Sources: OneSignal/onesignal-rust-api `src/errors.rs` and `docs/Notification200Errors.md`; OneSignal, "Push message
    /// reports". The advice is ours.
    static let onesignal: [ReasonEntry] = [
        ReasonEntry(
            "invalid_player_ids", category: .token, retry: .no, token: .check,
            advice: "Check where the subscription ids come from: OneSignal does not know them in this app."),
        ReasonEntry(
            "All included players are not subscribed", category: .audience, retry: .no, token: .keep,
            advice: "Leave these people out until they subscribe again: no device of theirs takes notifications."),
        ReasonEntry(
            "INVALID_API_KEY", category: .credentials, retry: .fix, token: .keep,
            texts: ["Please include an 'Authorization: ...' header with a valid API key"],
            advice: "Send with the REST API key of this OneSignal app."),
        ReasonEntry(
            "You must include which players", category: .request, retry: .fix, token: .keep,
            advice: "Name the people, segments or filters to send to: the request has none."),
    ]

    /// The errors of Airship's API. Its codes are HTTP statuses with two more digits, and count only beside its `ok`.
    ///
    /// Sources: Airship, "REST API", responses; urbanairship/java-library
    /// `src/test/java/com/urbanairship/api/client/ClientExceptionTest.java`, and `docs/index.rst` of 2013 (the texts in a
    /// log); cojohn/node-urban-airship, issue 15 (`40282`). The advice is ours.
    static let airship: [ReasonEntry] = [
        ReasonEntry(
            "Could not parse request body.", "error_code 40000", "error_code 40001", category: .ambiguous, retry: .fix,
            token: .check,
            advice: "See details in Airship's answer: the payload, the audience or the channel may be wrong."),
        ReasonEntry(
            "error_code 40282", category: .token, retry: .no, token: .check,
            advice: "Check the audience: this is no device token, and Android devices are named by android_channel."),
        ReasonEntry(
            "error_code 40401", "error_code 40404", category: .token, retry: .no, token: .check,
            advice: "Check the channel, and the app key it is asked for: Airship does not know it in this project."),
        ReasonEntry(
            "is not allowed in this context", category: .request, retry: .fix, token: .keep,
            texts: ["by 'device_types', but no payload was provided"],
            advice: "Correct the key that Airship's answer names: its name, its place, or the device types it is for."),
        ReasonEntry(
            "error_code 40101", category: .credentials, retry: .fix, token: .keep,
            advice: "Send with the app key and the master secret, or a token, of this Airship project."),
    ]

    /// Pushwoosh's words for its own refusals. What it passes on from APNs, FCM and WNS stands with those.
    ///
    /// Sources: Pushwoosh, "iOS, Mac OS X, Safari errors"; laravel-notification-channels/pushwoosh
    /// `tests/Fixtures/access-denied.json`, `tests/Fixtures/unknown-devices.json` and `README.md`;
    /// Pushwoosh/pushwoosh-phonegap-plugin, issue 87 (`Application not found`). The advice is ours.
    static let pushwoosh: [ReasonEntry] = [
        ReasonEntry(
            "UnknownDevices", category: .token, retry: .no, token: .check,
            advice: "Check the devices that the request names: Pushwoosh does not know them in this app, or no longer."),
        ReasonEntry(
            "RevokedCertificate", category: .credentials, retry: .fix, token: .keep,
            advice: "Make a new push certificate and enter it in Pushwoosh: the one it has was revoked at Apple."),
        ReasonEntry(
            "Access denied or application not found", category: .credentials, retry: .fix, token: .keep,
            standingAlone: [("Application not found", means: "Access denied or application not found")],
            advice: "Check the application code, and that the API token may use this application."),
        ReasonEntry(
            "TimeoutExceeded", "SandboxSendingError", category: .gateway, retry: .yes, token: .keep,
            advice: "Send again after a pause that grows with each try: APNs did not take it from Pushwoosh."),
    ]
}
