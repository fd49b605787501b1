import TrackingLog

extension RefusalText {
    /// The codes and texts of firebase-admin (`src/messaging/error.ts`, `_messaging_utils.py`), firebase-php, PyFCM
    /// (`pyfcm/baseapi.py`), rpush (`lib/rpush/daemon/fcm/delivery.rb`) and FCM's retired words.
    static let fcmTexts: [RefusalText] =
        [
            texts(
                .fcm, .token, .no, .remove,
                "messaging/registration-token-not-registered", "messaging/installation-id-not-registered",
                "The provided registration token is not registered. A previously valid registration token can be unregistered for a variety of reasons. See the error documentation for more details. Remove this registration token and stop using it to send messages.",
                "com.google.firebase.messaging.FirebaseMessagingException: Requested entity was not found.",
                "firebase_admin._messaging_utils.UnregisteredError: Requested entity was not found.",
                "FCMNotRegisteredError: Token not registered",
                "Unable to deliver notification 3, received error 404 (Client was not registered for your app. (NOT_FOUND: Requested entity was not found.))",
                "Unable to deliver notification 3, received error (Failed to deliver to all recipients. Errors: NotRegistered.)",
                "NotRegistered", "UNREGISTERED", "NOT_FOUND",
                // go-fcm, with the code of its version 1, and before.
                "http error status: 404; reason: app instance has been unregistered; code: registration-token-not-registered; details: Requested entity was not found.",
                "fcm: unregistered device",
                "App instance was unregistered from FCM. This usually means that the token used is no longer valid and a new one must be used."
            ),
            texts(
                .fcm, .token, .no, .check,
                "Check the format of the registration token you pass to the server. Make sure it matches the registration token the client app receives from registering with Firebase Notifications. Do not truncate or add additional characters.",
                "firebase_admin.exceptions.InvalidArgumentError: The registration token is not a valid FCM registration token",
                "The message could not be delivered to the device identified by 'abc'.\n\nAlthough the token is syntactically correct, it is not known to the Firebase\nproject you are using.",
                "FcmV1InvalidToken / Not Found", "UnauthorizedRegistration",
                "messaging/invalid-argument: The registration token is not a valid FCM registration token",
                "Invalid registration token provided. Make sure it matches the registration token the client app receives from registering with FCM."
            ),
            texts(
                .fcm, .ambiguous, .fix, .check,
                "messaging/invalid-argument", "Request contains an invalid argument.", "INVALID_ARGUMENT",
                "Invalid argument provided."),
            texts(
                .fcm, .credentials, .fix, .check,
                "SenderId mismatch", "SenderIdMismatch", "messaging/mismatched-credential",
                "FCMSenderIdMismatchError: The authenticated sender ID is different from the sender ID for the registration token.",
                "Unable to deliver notification 3, received error 403 (The sender ID was mismatched. It seems the device token is wrong.)",
                "The credential used to authenticate this SDK does not have permission to send messages to the device corresponding to the provided registration token. Make sure the credential and registration token both belong to the same Firebase project."
            ),
            texts(
                .fcm, .credentials, .fix, .keep,
                "Error sending push notification: Auth error from APNS or Web Push Service",
                "A message targeted to an iOS device could not be sent because the required APNs SSL certificate was not uploaded or has expired. Check the validity of your development and production certificates.",
                "AuthenticationError: There was an error authenticating the sender account",
                "Unable to deliver notification 3, received error 401 (Unauthorized, Bearer token could not be validated.)",
                "Unable to deliver notification 2, received error 401 (Unauthorized, check your App auth_key.)",
                "An error occurred when trying to authenticate to the FCM servers. Make sure the credential used to authenticate this SDK has the proper permissions.",
                "Firebase Cloud Messaging API has not been used in project 123 before or it is disabled.",
                "messaging/authentication-error",
                "Make sure the message was addressed to a registration token whose package name matches the value passed in the request.",
                "The message was addressed to a registration token whose package name does not match the provided \"restrictedPackageName\" option."
            ),
            texts(
                .fcm, .payload, .fix, .keep,
                "Check that the total size of the payload data included in a message does not exceed FCM limits: 4096 bytes for most messages, or 2048 bytes in the case of messages to topics. This includes both the keys and the values.",
                "Check that the payload data does not contain a key (such as from, or gcm, or any value prefixed by google) that is used internally by FCM. Note that some words (such as collapse_key) are also used by FCM but are allowed in the payload, in which case the payload value will be overridden by the FCM value.",
                "Check that the value used in ttl is an integer representing a duration in seconds between 0 and 2,419,200 (4 weeks).",
                "message is too big", "Android message is too big",
                "messaging/invalid-argument Android message is too big",
                "The provided message payload exceeds the FCM size limits. See the error documentation for more details.",
                "The data message payload contains an invalid key. See the reference documentation for the DataMessagePayload type for restricted keys.",
                "MessageTooBig", "messaging/payload-size-limit-exceeded"),
            texts(
                .fcm, .request, .fix, .keep,
                "Check that the provided parameters have the right name and type.",
                "Invalid JSON payload received. Unknown name \"expiration_time\": Cannot find field.",
                "Invalid value at 'message.data[0].value' (TYPE_STRING), 12",
                "Unable to deliver notification 3, received error 400 (GCM failed to parse the JSON request. Possibly an Rpush bug, please open an issue.)",
                "MissingRegistration", "missing registration token", "messaging/too-many-topics"),
            texts(
                .fcm, .throttled, .later, .keep,
                "Sending limit exceeded for the message target. An extension of type google.rpc.QuotaFailure is returned to specify which quota was exceeded.",
                "messaging/message-rate-exceeded", "RESOURCE_EXHAUSTED",
                "Unable to deliver notification 3, received error 429 (Slow down. Too many requests were sent!)",
                "The rate of messages to a particular device is too high. Reduce the number of messages sent to this device and do not immediately retry sending to this device.",
                "DeviceMessageRateExceeded"),
            texts(
                .fcm, .gateway, .yes, .keep,
                "An unknown internal error occurred.", "The server is overloaded.", "Internal error encountered.",
                "The FCM server could not process the request in time. See the error documentation for more details.",
                "FCMServerError: FCM server error: Unexpected status code 502. The server might be temporarily unavailable.",
                "messaging/server-unavailable", "The service is currently unavailable."),
        ].flatMap { $0 }

    /// Whole answers of FCM, some within other text.
    static let fcmAnswers: [RefusalText] =
        [
            texts(
                .fcm, .token, .no, .remove,
                #"{"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"UNREGISTERED"}]}}"#,
                #"{"multicast_id":7218,"success":0,"failure":1,"canonical_ids":0,"results":[{"error":"NotRegistered"}]}"#,
                #"{"multicast_id":7218,"success":0,"failure":1,"canonical_ids":0,"results":[{"error":"InvalidRegistration"}]}"#,
                "unexpected http response with status: 404\n{\n  \"error\": {\n    \"code\": 404,\n    \"message\": \"Requested entity was not found.\",\n    \"status\": \"NOT_FOUND\"\n  }\n}",
                // A Python dictionary, which is no JSON.
                "{'error': {'code': 404, 'message': 'Requested entity was not found.', 'status': 'NOT_FOUND'}}",
                // A log that escapes the answer.
                #"fcm: "{\"error\":{\"code\":404,\"details\":[{\"errorCode\":\"UNREGISTERED\"}]}}""#),
            texts(
                .fcm, .token, .no, .check,
                #"{"error":{"code":400,"message":"The registration token is not a valid FCM registration token","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"INVALID_ARGUMENT"}]}}"#,
                #"{"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"INVALID_ARGUMENT"},{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"message.token","description":"Invalid registration token"}]}]}}"#,
                // Amazon Pinpoint's StatusMessage.
                #"{"errorMessage":"Invalid notification","channelType":"GCM","pushProviderStatusCode":"400","pushProviderError":"The registration token is not a valid FCM registration token","pushProviderResponse":"{\"status\":\"INVALID_ARGUMENT\"}"}"#,
                // Without FCM's own code a 404 may be the project's or the path's.
                #"{"error":{"code":404,"message":"Project not found or deleted","status":"NOT_FOUND"}}"#),
            texts(
                .fcm, .ambiguous, .fix, .check,
                #"{"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT"}}"#,
                #"{"error":{"code":400,"message":"Precondition check failed.","status":"INVALID_ARGUMENT"}}"#),
            texts(
                .fcm, .request, .fix, .keep,
                #"{"error":{"code":400,"message":"Invalid value at 'message.data[0].value' (TYPE_STRING), 12","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"message.data[0].value","description":"Invalid value at 'message.data[0].value' (TYPE_STRING), 12"}]}]}}"#,
                #"{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"priority\" at 'message': Cannot find field.","status":"INVALID_ARGUMENT"}}"#
            ),
            texts(
                .fcm, .payload, .fix, .keep,
                #"{"error":{"code":400,"message":"Android message is too big","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"INVALID_ARGUMENT"}]}}"#
            ),
            texts(
                .fcm, .credentials, .fix, .check,
                #"{"error":{"code":403,"message":"SenderId mismatch","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"SENDER_ID_MISMATCH"}]}}"#
            ),
            texts(
                .fcm, .credentials, .fix, .keep,
                #"{"error":{"code":401,"message":"Auth error from APNS or Web Push Service","status":"UNAUTHENTICATED","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"THIRD_PARTY_AUTH_ERROR"}]}}"#,
                #"{"error":{"code":403,"message":"Firebase Cloud Messaging API has not been used in project 123 before or it is disabled.","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SERVICE_DISABLED","domain":"googleapis.com"}]}}"#,
                #"{"error":{"code":401,"message":"Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.","status":"UNAUTHENTICATED"}}"#,
                #"{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}"#),
            texts(
                .fcm, .throttled, .later, .keep,
                #"{"error":{"code":429,"message":"Quota exceeded for quota metric 'Send requests'","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"QUOTA_EXCEEDED"}]}}"#
            ),
            texts(
                .fcm, .gateway, .yes, .keep,
                #"{"error":{"code":503,"message":"The service is currently unavailable.","status":"UNAVAILABLE"}}"#,
                #"{"error":{"code":500,"message":"Internal error encountered.","status":"INTERNAL"}}"#),
            // A status beside FCM's address is FCM's.
            texts(
                .fcm, .token, .no, .check,
                "404 Client Error: Not Found for url: https://fcm.googleapis.com/v1/projects/p/messages:send",
                "Unexpected HTTP response with status: 404; body: <title>Error 404 (Not Found)!!1</title> https://fcm.googleapis.com/batch"
            ),
        ].flatMap { $0 }
}
