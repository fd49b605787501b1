extension ReasonEntry {
    /// The statuses of Web Push, and the words of its push services. What others call a token is a subscription here.
    ///
    /// Web Push itself has no words, only HTTP statuses; `5xx` is any from 500 to 599.
    ///
    /// Sources: RFC 8030 and RFC 8292; mozilla-services/autopush-rs `docs/src/errors.md`, `autoendpoint/src/error.rs`,
    /// `autoendpoint/src/headers/vapid.rs` and `autoendpoint/src/routers/mod.rs` (Firefox); Apple, "Sending web push
    /// notifications in web apps and browsers" (Safari); web-push-libs/web-push
    /// `src/web-push-lib.js`; chromium/chromium `components/gcm_driver/web_push_common.cc` (the
    /// answers of FCM to Chrome's subscriptions); pushpad/web-push `lib/web_push/errors.rb` and `lib/web_push/request.rb`.
    /// The advice is ours.
    static let webpush: [ReasonEntry] = [
        ReasonEntry(
            "410", "404", category: .token, retry: .no, token: .remove,
            aliases: [
                ("WebPush::ExpiredSubscription", means: "410"), ("WebPush::InvalidSubscription", means: "404"),
            ],
            standingAlone: [
                (#"{"errno":103}"#, means: "410"), (#"{"errno":105}"#, means: "410"),
                (#"{"errno":106}"#, means: "410"), (#"{"errno":102}"#, means: "404"),
            ],
            texts: [
                "push subscription has unsubscribed or expired", "No such subscription",
                "User was deleted during routing", "Bridge reports user was not found",
                "APNS recipient no longer available",
            ],
            advice: "Remove the subscription: it has expired, or the person has withdrawn it."),
        ReasonEntry(
            "400", category: .request, retry: .fix, token: .keep,
            aliases: [
                ("BadTtl", means: "400"), ("BadUrgency", means: "400"), ("BadWebPushTopic", means: "400"),
                ("BadWebPushRequest", means: "400"),
            ],
            standingAlone: [
                (#"{"errno":101}"#, means: "400"), (#"{"errno":108}"#, means: "400"),
                (#"{"errno":110}"#, means: "400"), (#"{"errno":111}"#, means: "400"),
                (#"{"errno":112}"#, means: "400"), (#"{"errno":113}"#, means: "400"),
            ],
            texts: ["Missing TTL value", "Invalid router type"],
            advice: "Check the request's headers: TTL, Content-Encoding, Urgency, Topic."),
        ReasonEntry(
            "401", "403", category: .credentials, retry: .fix, token: .keep,
            aliases: [("WebPush::Unauthorized", means: "401")],
            standingAlone: [(#"{"errno":109}"#, means: "401")],
            texts: [
                "Missing VAPID token", "Invalid VAPID token", "Missing VAPID public key", "Invalid VAPID public key",
                "Invalid VAPID audience", "Invalid VAPID expiry", "The VAPID token expiration is too long",
                "Unknown auth scheme",
                // FCM's answers to Chrome's subscriptions.
                "sender is not authenticated", "make sure the public key is base64url-encoded",
                "public key must be 65 bytes long", "public key must be in uncompressed form",
                "VAPID public key must be on the P-256 curve", "invalid JWT provided", "invalid aud claim",
                "aud claim in the token MUST include the origin of the push resource URL",
                "exp claim MUST NOT be more than 24 hours from the time of the request", "exp claim is missing",
                "header had no public application server key specified",
                "header had empty public application server key", "crypto-key header had invalid format",
                "authorization header had invalid format",
                "header must be base64 encoded in URL and filename safe format",
            ],
            advice: "Sign for this push service, with the VAPID key that the subscription was made with."),
        ReasonEntry(
            "VapidPkHashMismatch", category: .credentials, retry: .fix, token: .keep,
            texts: [
                "the VAPID credentials in the authorization header do not correspond to the credentials used to create the subscriptions",
                "VAPID public key mismatch",
            ],
            advice: "Sign with the VAPID key that the subscription was made with, or have the page subscribe again."),
        ReasonEntry(
            "BadJwtToken", "BadVapidPublicKey", "BadAuthorizationHeader", category: .credentials, retry: .fix,
            token: .keep,
            advice:
                "Check the VAPID token: its subject (a mailto: or https: URL), audience, key, and expiry within a day."),
        // What web-push for JavaScript says of any status; the status itself is a property of the error.
        ReasonEntry(
            "Received unexpected response code", category: .ambiguous, retry: .fix, token: .check,
            advice: "Log the error's statusCode and body too: its message is the same for every refusal."),
        ReasonEntry(
            "413", category: .payload, retry: .fix, token: .keep,
            aliases: [("WebPush::PayloadTooLarge", means: "413")],
            standingAlone: [(#"{"errno":104}"#, means: "413")],
            texts: ["This message is intended for a constrained device and is limited in size"],
            advice: "Cut the encrypted payload to 4,096 bytes, and have the service worker fetch what does not fit."),
        ReasonEntry(
            "429", category: .throttled, retry: .later, token: .keep,
            aliases: [("WebPush::TooManyRequests", means: "429")],
            advice: "Wait as long as Retry-After says, then send less often."),
        ReasonEntry(
            "5xx", category: .gateway, retry: .yes, token: .keep,
            aliases: [("WebPush::PushServiceError", means: "5xx")],
            standingAlone: [
                (#"{"errno":201}"#, means: "5xx"), (#"{"errno":202}"#, means: "5xx"),
                (#"{"errno":900}"#, means: "5xx"), (#"{"errno":901}"#, means: "5xx"),
                (#"{"errno":902}"#, means: "5xx"), (#"{"errno":903}"#, means: "5xx"),
                (#"{"errno":999}"#, means: "5xx"),
            ],
            texts: [
                "Bridge authentication error", "Bridge request timeout", "Error while connecting to bridge service",
            ],
            advice: "Send again after a pause that grows with each try: the push service is in trouble."),
    ]
}
