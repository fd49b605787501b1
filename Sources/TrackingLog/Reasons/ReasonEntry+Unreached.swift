extension ReasonEntry {
    /// What stops a notification before any gateway sees it.
    ///
    /// Sources: the error pages of Pushwoosh, Customer.io and Klaviyo; Amazon Pinpoint API reference,
    /// `EndpointMessageResult` (`OPT_OUT`); appleboy/gorush `notify/notification.go`; Azure/azure-notificationhubs-dotnet
    /// `Samples/ParseFeedbackSample/ParseFeedbackSample/PnsError.cs` (`NoTargets`); firebase/firebase-admin-node
    /// `src/app/firebase-app.ts` and RFC 6749 (`invalid_grant`). The advice is ours.
    static let unreached: [ReasonEntry] = [
        ReasonEntry(
            "Liquid error", category: .template, retry: .fix, token: .keep,
            advice: "Fix the template, and give its variables defaults for people who lack them."),
        ReasonEntry(
            "Customer doesn't exist", category: .audience, retry: .fix, token: .keep,
            advice: "Check the id that the message was addressed to: no customer has it."),
        ReasonEntry(
            "Credentials not found", category: .credentials, retry: .fix, token: .keep,
            texts: [
                "missing fcm credential data", "missing iOS certificate key", "missing huawei app secret",
                "missing huawei app id",
            ],
            advice: "Enter the app's push credentials for this platform, or renew them if they have expired."),
        ReasonEntry(
            "invalid_grant", category: .credentials, retry: .fix, token: .keep,
            aliases: [("app/invalid-credential", means: "invalid_grant"), ("invalid_client", means: "invalid_grant")],
            advice:
                "Enter a new key of the service account, and check the server's clock: there is no access token for it."
        ),
        ReasonEntry(
            "no token", "missing token", category: .audience, retry: .no, token: .keep,
            aliases: [("NoTargets", means: "no token")],
            advice: "Leave the person out until the app has registered a device: there is nothing to send to."),
        ReasonEntry(
            "Customer is unsubscribed", "unsubscribed", category: .suppressed, retry: .no, token: .keep,
            aliases: [
                ("OPT_OUT", means: "unsubscribed"), ("opted out", means: "unsubscribed"),
                ("opted-out", means: "unsubscribed"),
            ],
            advice: "Leave it so: the person has opted out, and is sent to again only after opting in."),
        ReasonEntry(
            "control group", category: .suppressed, retry: .no, token: .keep,
            aliases: [("holdout group", means: "control group")],
            advice: "Leave it so: the person is in the group that gets nothing, for comparison."),
        ReasonEntry(
            "FrequencyCapping", "capped", category: .suppressed, retry: .no, token: .keep,
            texts: ["frequency cap", "frequency capping"],
            advice: "Leave it so, or exempt the message from the cap if it must get through."),
        ReasonEntry(
            "suppressed", category: .suppressed, retry: .no, token: .keep,
            advice: "Leave it so, or find out who suppressed the person or the device, and why."),
    ]
}
