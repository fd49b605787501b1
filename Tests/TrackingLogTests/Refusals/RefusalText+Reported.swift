import TrackingLog

extension RefusalText {
    /// Texts from public reports, with the answers they should get.
    static let reported: [RefusalText] =
        [
            texts(.apns, .token, .no, .remove, "The device token is inactive for the specified topic."),
            texts(
                .apns, .token, .no, .check,
                "The specified device token was bad. Verify that the request contains a valid token and that the token matches the environment."
            ),
            texts(.fcm, .token, .no, .remove, "Requested entity was not found."),
            texts(.fcm, .token, .no, .remove, "FirebaseMessagingError: Requested entity was not found."),
            texts(
                .fcm, .token, .no, .remove,
                #"{"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}}"#),
            texts(.fcm, .token, .no, .check, "The registration token is not a valid FCM registration token"),
            texts(.fcm, .credentials, .fix, .keep, "Auth error from APNS or Web Push Service"),
            texts(
                .fcm, .credentials, .fix, .keep,
                #"{"error":{"code":401,"message":"Request had invalid authentication credentials.","status":"UNAUTHENTICATED"}}"#
            ),
            texts(
                .fcm, .credentials, .fix, .keep,
                #"{"error":{"code":403,"message":"Permission 'cloudmessaging.messages.create' denied on resource","status":"PERMISSION_DENIED"}}"#
            ),
            texts(.fcm, .throttled, .later, .keep, "messaging/quota-exceeded"),
            texts(.fcm, .gateway, .yes, .keep, "DEADLINE_EXCEEDED"),
            texts(.fcm, .token, .no, .remove, "FCM_UNREGISTERED"),
            texts(.apns, .token, .no, .check, "APNS_BAD_DEVICE_TOKEN"),
            texts(
                .apns, .token, .no, .check, "Unable to deliver notification 9, received APNs error 8 (Invalid token)"),
            texts(.apns, .request, .fix, .keep, on: .ios, "404"),
            texts(nil, .token, .no, .check, on: .android, "404 Not Found"),
            texts(.apns, .token, .no, .remove, on: .ios, "410 Gone"),
            texts(nil, .credentials, .fix, .keep, on: .android, "403 Forbidden"),
            texts(nil, .throttled, .later, .keep, on: .android, "429 Too Many Requests"),
            texts(.webpush, .token, .no, .remove, "WebPushException: Push failed: 410 Gone"),
            texts(.webpush, .token, .no, .remove, #"{"errno": 106, "message": "No such subscription", "code": 410}"#),
            texts(.webpush, .credentials, .fix, .keep, "VapidPkHashMismatch"),
            texts(nil, .token, .no, .remove, "DeviceNotRegistered"),
            texts(nil, .token, .no, .check, #"{"code":"80300007","msg":"All the tokens are invalid"}"#),
            texts(nil, .credentials, .fix, .keep, "80200003"),
            texts(nil, .token, .no, .remove, "InvalidRegistrationId"),
            texts(nil, .throttled, .later, .keep, "MaxRateExceeded"),
            texts(nil, .token, .no, .remove, "ExpiredChannel"),
            texts(.wns, .throttled, .later, .keep, "channelthrottled"),
            texts(nil, .gateway, .yes, .keep, "Error while making request: ECONNRESET"),
            texts(
                nil, .gateway, .yes, .keep,
                "cURL error 28: Operation timed out after 30001 milliseconds with 0 bytes received"),
            texts(nil, .credentials, .fix, .keep, "SSL certificate problem: certificate has expired"),
            texts(
                nil, .credentials, .fix, .keep,
                "Unable to deliver notification 17, received error 401 (Unauthorized, check your App auth_key.)"),
            texts(.fcm, .credentials, .fix, .keep, "Permission Denied"),
            texts(.fcm, .request, .fix, .keep, "MISSING_REGISTRATIONS"),
            texts(.fcm, .token, .no, .check, "UNAUTHORIZED_REGISTRATION"),
            texts(.fcm, .token, .no, .check, "FcmV1InvalidToken"),
            texts(nil, .suppressed, .no, .keep, "User opted out"),
            texts(nil, .suppressed, .no, .keep, "control group"),
            texts(nil, .token, .no, .remove, "Device uninstalled the app"),
        ].flatMap { $0 }
}
