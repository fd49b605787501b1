// Sources: Microsoft, "Push notification service request and response headers"; the error pages of Pushwoosh. The
// advice is ours. What others call a token is a channel URI here.

extension ReasonEntry {
    static let wns: [ReasonEntry] = [
        ReasonEntry(
            "Unregistered", category: .token, retry: .no, token: .remove,
            advice: "Remove the channel URI: the app was uninstalled, or the channel has expired."),
        ReasonEntry(
            "InvalidToken", category: .token, retry: .no, token: .remove,
            advice: "Remove the channel URI, and check how it is stored: WNS does not know it."),
        ReasonEntry(
            "BadChannel", category: .token, retry: .no, token: .remove,
            advice: "Remove the channel URI: the app registers a new one at its next start."),
        ReasonEntry(
            "TokenForWrongChannel", category: .token, retry: .no, token: .remove,
            advice: "Remove the channel URI from this app: it is another app's."),
        ReasonEntry(
            "PayloadTooLarge", category: .payload, retry: .fix, token: .keep,
            advice: "Cut the notification to 5,000 bytes, and have the app fetch what does not fit."),
        ReasonEntry(
            "BadRequest", category: .request, retry: .fix, token: .keep,
            advice: "Check the headers, X-WNS-Type and Content-Type above all, and the XML of the notification."),
        ReasonEntry(
            "FailedToGetWNSToken", category: .credentials, retry: .fix, token: .keep,
            advice: "Check the app's package SID and secret: WNS gives no access token for them."),
        ReasonEntry(
            "Overload", category: .throttled, retry: .later, token: .keep,
            advice: "Slow down before sending again: WNS takes no more for now."),
        ReasonEntry(
            "WNSFailed", "WNSUnavailable", category: .gateway, retry: .yes, token: .keep,
            advice: "Send again after a pause that grows with each try: the fault is on Microsoft's side."),
    ]
}
