// Sources: the error pages of Pushwoosh, Customer.io and Klaviyo. The advice is ours.

extension ReasonEntry {
    /// What stops a notification before any gateway sees it.
    static let unreached: [ReasonEntry] = [
        ReasonEntry(
            "Liquid error", category: .template, retry: .fix, token: .keep,
            advice: "Fix the template, and give its variables defaults for people who lack them."),
        ReasonEntry(
            "Customer doesn't exist", category: .audience, retry: .fix, token: .keep,
            advice: "Check the id that the message was addressed to: no customer has it."),
        ReasonEntry(
            "Credentials not found", category: .credentials, retry: .fix, token: .keep,
            advice: "Enter the app's push credentials for this platform, or renew them if they have expired."),
        ReasonEntry(
            "no token", "missing token", category: .audience, retry: .no, token: .keep,
            advice: "Leave the person out until the app has registered a device: there is nothing to send to."),
        ReasonEntry(
            "Customer is unsubscribed", "unsubscribed", category: .suppressed, retry: .no, token: .keep,
            advice: "Leave it so: the person has opted out, and is sent to again only after opting in."),
        ReasonEntry(
            "FrequencyCapping", "capped", category: .suppressed, retry: .no, token: .keep,
            advice: "Leave it so, or exempt the message from the cap if it must get through."),
        ReasonEntry(
            "suppressed", category: .suppressed, retry: .no, token: .keep,
            advice: "Leave it so, or find out who suppressed the person or the device, and why."),
    ]
}
