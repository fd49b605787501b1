import TrackingLog

extension RefusalText {
    /// The exceptions of web-push libraries, and the answers of each browser's push service.
    static let webPushTexts: [RefusalText] =
        [
            texts(
                .webpush, .token, .no, .remove,
                // pywebpush `pywebpush/__init__.py`, with the answers of autopush and FCM.
                "Push failed: 410 Gone",
                "Push failed: 410 Gone\nResponse body:{\"code\":410,\"errno\":106,\"error\":\"\",\"more_info\":\"http://autopush.readthedocs.io/en/latest/http.html#error-codes\",\"message\":\"No such subscription\"}",
                "WebPushException: Push failed: 404 Not Found\nResponse body:A valid push subscription endpoint should be specified in the URL as such: https://fcm.googleapis.com/wp/dHIoDxE7Hdg",
                "Push failed: 410 Gone\nResponse body:push subscription has unsubscribed or expired.\n",
                "push subscription has unsubscribed or expired.\n",
                #"{"code": 410, "errno": 103, "error": "Gone", "message": "UAID not found"}"#,
                #"{"code":404,"errno":102,"error":"Not Found","message":"Request did not validate"}"#,
                // web-push-php `src/WebPush.php`, with Guzzle's text.
                "Push service responded with status code 410",
                "Client error: `POST https://updates.push.services.mozilla.com/wpush/v2/gAAAAABx` resulted in a `410 Gone` response",
                "Client error: `POST https://fcm.googleapis.com/fcm/send/cXyz:APA91b` resulted in a `404 Not Found` response",
                // web-push (Ruby) `lib/web_push/errors.rb`.
                "WebPush::ExpiredSubscription: host: fcm.googleapis.com, #<Net::HTTPGone 410 Gone readbody=true>\nbody:\n",
                "WebPush::InvalidSubscription: host: updates.push.services.mozilla.com, #<Net::HTTPNotFound 404 Not Found readbody=true>",
                // web-push (JavaScript) `src/web-push-error.js`, inspected.
                "WebPushError: Received unexpected response code { statusCode: 410, body: 'push subscription has unsubscribed or expired.\\n' }",
                "WebPushError: Received unexpected response code { statusCode: 410, headers: {}, body: '' }",
                "410 https://web.push.apple.com/QGuQyavXutnMH: HTTP 410"),
            texts(.webpush, .ambiguous, .fix, .check, "WebPushError: Received unexpected response code"),
            texts(
                .webpush, .token, .no, .remove, on: .web, "410", "404", "410 Gone", "HTTP 404", "Gone", "404 Not Found"),
            texts(
                .webpush, .credentials, .fix, .keep,
                #"{"reason":"VapidPkHashMismatch"}"#, #"{"reason":"BadJwtToken"}"#,
                "Push failed: 403 Forbidden\nResponse body:{\"reason\":\"BadJwtToken\"}",
                #"web.push.apple.com responded with 403: {"reason":"BadJwtToken"}"#,
                "403 Forbidden - BadAuthorizationHeader", "BadVapidPublicKey",
                "the VAPID credentials in the authorization header do not correspond to the credentials used to create the subscriptions.\n",
                "Push failed: 403 Forbidden\nResponse body:the VAPID credentials in the authorization header do not correspond to the credentials used to create the subscriptions.",
                #"{"code":401,"errno":109,"error":"Unauthorized","message":"VAPID public key mismatch"}"#,
                #"{"code":401,"errno":109,"error":"Unauthorized","message":"Invalid VAPID audience"}"#,
                "WebPush::Unauthorized: host: fcm.googleapis.com, #<Net::HTTPForbidden 403 Forbidden readbody=true>",
                "The VAPID token expiration is too long",
                // FCM's answers to Chrome, chromium `components/gcm_driver/web_push_common.cc`.
                "sender is not authenticated.\n", "invalid JWT provided\n", "exp claim is missing\n",
                "Push failed: 403 Forbidden\nResponse body:aud claim in the token MUST include the origin of the push resource URL\n",
                "exp claim MUST NOT be more than 24 hours from the time of the request\n",
                "crypto-key header had no public application server key specified. crypto-key header should have the following format: p256ecdsa=base64(publicApplicationServerKey)\n",
                "VAPID public key must be on the P-256 curve\n"),
            texts(
                .webpush, .request, .fix, .keep,
                #"{"code":400,"errno":111,"error":"Bad Request","message":"Missing TTL value"}"#,
                #"{"code":400,"errno":110,"error":"Bad Request","message":"Invalid aes128gcm Crypto-Key header"}"#,
                #"{"reason":"BadWebPushTopic"}"#, "400 BadWebPushTopic", #"{"reason":"BadTtl"}"#,
                "Push failed: 400 Bad Request\nResponse body:"),
            texts(
                .webpush, .payload, .fix, .keep,
                #"{"code":413,"errno":104,"error":"Payload Too Large","message":"This message is intended for a constrained device and is limited in size. Converted buffer is too long by 12 bytes"}"#,
                "WebPush::PayloadTooLarge: host: fcm.googleapis.com", "Push failed: 413 Payload Too Large"),
            texts(
                .webpush, .throttled, .later, .keep,
                "WebPush::TooManyRequests: host: fcm.googleapis.com, #<Net::HTTPTooManyRequests 429 Too Many Requests readbody=true>",
                "Push failed: 429 Too Many Requests"),
            texts(
                .webpush, .gateway, .yes, .keep,
                #"{"code":503,"errno":201,"error":"Service Unavailable","message":"Database error while saving notification"}"#,
                #"{"code":502,"errno":903,"error":"Bad Gateway","message":"Bridge request timeout"}"#,
                "Push failed: 502 Bad Gateway", "WebPush::PushServiceError: host: fcm.googleapis.com"),
        ].flatMap { $0 }
}
