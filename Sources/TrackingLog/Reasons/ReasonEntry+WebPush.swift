// Sources: RFC 8030 and RFC 8292. Web Push has no words, only HTTP statuses; `5xx` is any from 500 to 599. The advice is
// ours. What others call a token is a subscription here.

extension ReasonEntry {
    static let webpush: [ReasonEntry] = [
        ReasonEntry(
            "404", "410", category: .token, retry: .no, token: .remove,
            advice: "Remove the subscription: it has expired, or the person has withdrawn it."),
        ReasonEntry(
            "400", category: .request, retry: .fix, token: .keep,
            advice: "Check the request's headers: TTL, Content-Encoding, Urgency, Topic."),
        ReasonEntry(
            "401", "403", category: .credentials, retry: .fix, token: .keep,
            advice: "Sign for this push service, with the VAPID key that the subscription was made with."),
        ReasonEntry(
            "413", category: .payload, retry: .fix, token: .keep,
            advice: "Cut the encrypted payload to 4,096 bytes, and have the service worker fetch what does not fit."),
        ReasonEntry(
            "429", category: .throttled, retry: .later, token: .keep,
            advice: "Wait as long as Retry-After says, then send less often."),
        ReasonEntry(
            "5xx", category: .gateway, retry: .yes, token: .keep,
            advice: "Send again after a pause that grows with each try: the push service is in trouble."),
    ]
}
