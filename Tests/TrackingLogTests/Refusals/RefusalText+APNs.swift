import TrackingLog

extension RefusalText {
    /// Apple's descriptions, as "Handling notification responses from APNs" and edamov/pushok `src/Response.php` have them;
    /// APNs' answers; and the codes of its binary interface, as rpush wrote them.
    static let apnsTexts: [RefusalText] =
        [
            texts(
                .apns, .token, .no, .remove,
                "The device token has expired.", #"{"reason":"Unregistered","timestamp":1454402113}"#,
                #"{"reason": "ExpiredToken"}"#, "The device token is no longer active for the topic.",
                // node-apn.
                "{ device: 'aa', status: '410', response: { reason: 'Unregistered', timestamp: 1558700000000 } }",
                "410 Unregistered", #"APNs returned 410: {"reason":"Unregistered"}"#,
                // A log that escapes the answer.
                #"push failed: {\"reason\":\"Unregistered\"}"#),
            texts(
                .apns, .token, .no, .check,
                "The specified device token was bad",
                "The specified device token is invalid. Verify that the request contains a valid token and that the token matches the environment.",
                "The device token does not match the specified topic.", #"{"reason":"BadDeviceToken"}"#,
                #"{"reason":"DeviceTokenNotForTopic"}"#,
                "The device token is not specified in the request :path. Verify that the :path header contains the device token",
                "Unable to deliver notification 9, received error 8 (Invalid token)",
                "Unable to deliver notification 3, received error 2 (Missing device token)",
                "Unable to deliver notification 3, received APNs error 5 (Missing token size)",
                "Notification 7 failed with error: error 8 (Invalid device token)"),
            texts(
                .apns, .request, .fix, .keep,
                "The apns-topic value is invalid.", "The apns-topic was invalid",
                "Pushing to this topic is not allowed",
                "The collapse identifier exceeds the maximum allowed size", "The apns-expiration value is bad",
                "The apns-id value is bad", "The apns-priority value is bad", "One or more headers were repeated.",
                "The apns-push-type value is invalid.", "The request contained a bad :path value.",
                "The specified :method was not POST.",
                "The apns-topic header of the request was not specified and was required. The apns-topic header is mandatory when the client is connected using a certificate that supports multiple topics",
                "The request used a bad :method value. Only POST requests are supported.",
                "Unable to deliver notification 3, received error 3 (Missing topic)", #"{"reason":"TopicDisallowed"}"#),
            texts(
                .apns, .payload, .fix, .keep,
                "The message payload was empty.",
                "The message payload was too large. See The Remote Notification Payload for details on maximum payload size",
                "The notification payload was too large.", #"{"reason":"PayloadTooLarge"}"#,
                "Unable to deliver notification 3, received error 4 (Missing payload)",
                "Unable to deliver notification 3, received error 7 (Missing payload size)"),
            texts(
                .apns, .credentials, .fix, .keep,
                "The certificate was bad.", "The client certificate was for the wrong environment.",
                "The provider token is stale and a new token should be generated",
                "The provider token is not valid or the token signature could not be verified.",
                "No provider certificate was used to connect to APNs and Authorization header was missing or no provider token was specified",
                "There was an error with the certificate or with the provider authentication token.",
                "The specified action is not allowed", #"{"reason":"InvalidProviderToken"}"#,
                #"{"reason":"ExpiredProviderToken"}"#, #"403 {"reason":"BadCertificateEnvironment"}"#),
            texts(
                .apns, .throttled, .later, .keep,
                "The provider token is being updated too often.",
                "Too many requests were made consecutively to the same device token",
                "The server received too many requests for the same device token.", #"{"reason":"TooManyRequests"}"#),
            texts(
                .apns, .gateway, .yes, .keep,
                "Idle time out.", "An internal server error occurred.", "The service is unavailable.",
                "The server is shutting down", #"{"reason":"Shutdown"}"#,
                "Unable to deliver notification 3, received error 1 (Processing error)",
                "Unable to deliver notification 3, received error 10 (APNs closed connection (possible maintenance))"),
            // A status beside APNs' address is APNs'.
            texts(
                .apns, .token, .no, .remove,
                "POST https://api.push.apple.com/3/device/00fc13ad resulted in a `410 Gone` response"),
            texts(
                .apns, .gateway, .yes, .keep,
                "https://api.sandbox.push.apple.com/3/device/00fc13ad: HTTP/2 503"),
        ].flatMap { $0 }
}
