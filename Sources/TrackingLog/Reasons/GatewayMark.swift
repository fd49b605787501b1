/// What shows the gateway that an HTTP status in the same text came from.
struct GatewayMark: Sendable {
    var text: String
    var gateway: Gateway

    /// The gateways' addresses, and the words of libraries that speak to one gateway only.
    ///
    /// Sources: Apple, "Sending notification requests to APNs"; Google, "Send messages with the FCM HTTP v1 API"; Huawei,
    /// "Downlink message API"; Amazon, "Send a Message"; web-push-libs/pywebpush `pywebpush/__init__.py`;
    /// web-push-libs/web-push `src/web-push-error.js`; web-push-libs/web-push-php `src/WebPush.php`; pushpad/web-push
    /// `lib/web_push/errors.rb`; mozilla-services/autopush-rs `docs/src/http.md`.
    static let all: [GatewayMark] = [
        GatewayMark(text: "api.push.apple.com", gateway: .apns),
        GatewayMark(text: "api.sandbox.push.apple.com", gateway: .apns),
        GatewayMark(text: "api.development.push.apple.com", gateway: .apns),
        GatewayMark(text: "fcm.googleapis.com/v1/projects", gateway: .fcm),
        GatewayMark(text: "fcm.googleapis.com/batch", gateway: .fcm),
        GatewayMark(text: "push-api.cloud.huawei.com", gateway: .huawei),
        GatewayMark(text: "api.amazon.com/messaging/registrations", gateway: .adm),
        GatewayMark(text: "WebPushException", gateway: .webpush),
        GatewayMark(text: "WebPushError", gateway: .webpush),
        GatewayMark(text: "WebPush::", gateway: .webpush),
        GatewayMark(text: "Received unexpected response code", gateway: .webpush),
        GatewayMark(text: "Push failed", gateway: .webpush),
        GatewayMark(text: "Push service responded with status code", gateway: .webpush),
        GatewayMark(text: "updates.push.services.mozilla.com", gateway: .webpush),
        GatewayMark(text: "web.push.apple.com", gateway: .webpush),
        GatewayMark(text: "fcm.googleapis.com/fcm/send/", gateway: .webpush),
        GatewayMark(text: "fcm.googleapis.com/wp/", gateway: .webpush),
    ]
}
