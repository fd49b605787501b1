extension ReasonEntry {
    /// The words of WNS. What others call a token is a channel URI here.
    ///
    /// Sources: Microsoft, "Push notification service request and response headers" and "Troubleshooting push
    /// notifications" (statuses and their descriptions, `X-WNS-NotificationStatus`); rpush/rpush
    /// `lib/rpush/daemon/wns/delivery.rb`; the error pages of Pushwoosh. The advice is ours.
    static let wns: [ReasonEntry] = [
        ReasonEntry(
            "Unregistered", category: .token, retry: .no, token: .remove,
            advice: "Remove the channel URI: the app was uninstalled, or the channel has expired."),
        ReasonEntry(
            "InvalidToken", category: .token, retry: .no, token: .remove,
            advice: "Remove the channel URI, and check how it is stored: WNS does not know it."),
        ReasonEntry(
            "BadChannel", category: .token, retry: .no, token: .remove, statuses: [410],
            texts: ["The channel expired", "The channel URI has expired"],
            advice: "Remove the channel URI: the app registers a new one at its next start."),
        ReasonEntry(
            "TokenForWrongChannel", category: .token, retry: .no, token: .remove,
            advice: "Remove the channel URI from this app: it is another app's."),
        ReasonEntry(
            "404", category: .token, retry: .no, token: .check,
            texts: ["The channel URI is not valid or is not recognized by WNS"],
            advice: "Check how the channel URI is stored: WNS does not know this address."),
        ReasonEntry(
            "PayloadTooLarge", category: .payload, retry: .fix, token: .keep, statuses: [413],
            texts: ["The notification payload exceeds the 5000 byte size limit"],
            advice: "Cut the notification to 5,000 bytes, and have the app fetch what does not fit."),
        ReasonEntry(
            "BadRequest", category: .request, retry: .fix, token: .keep, statuses: [400],
            texts: ["One or more headers were specified incorrectly or conflict with another header"],
            advice: "Check the headers, X-WNS-Type and Content-Type above all, and the XML of the notification."),
        ReasonEntry(
            "FailedToGetWNSToken", category: .credentials, retry: .fix, token: .keep, statuses: [401],
            texts: ["The cloud service did not present a valid authentication ticket"],
            advice: "Check the app's package SID and secret: WNS gives no access token for them."),
        ReasonEntry(
            "403", category: .credentials, retry: .fix, token: .keep,
            texts: ["The cloud service is not authorized to send a notification to this URI"],
            advice: "Send with the package SID and secret of the app that made the channel."),
        ReasonEntry(
            "Overload", category: .throttled, retry: .later, token: .keep,
            aliases: [("channelThrottled", means: "Overload")], statuses: [406, 429],
            texts: ["The cloud service exceeded its throttle limit", "Per-day throttling limit reached"],
            advice: "Slow down before sending again: WNS takes no more for now."),
        ReasonEntry(
            "WNSFailed", "WNSUnavailable", category: .gateway, retry: .yes, token: .keep, statuses: [500, 503],
            texts: ["An internal failure caused notification delivery to fail", "The server is currently unavailable"],
            advice: "Send again after a pause that grows with each try: the fault is on Microsoft's side."),
        // WNS answered 200, and drops what a device that is off, or a person, does not take.
        ReasonEntry(
            "X-WNS-NotificationStatus: dropped", category: .unknown, retry: .no, token: .keep,
            texts: ["Notification was received but suppressed by the service"],
            advice: "Read X-WNS-Error-Description and X-WNS-DeviceConnectionStatus in WNS's answer: they say why."),
    ]
}
