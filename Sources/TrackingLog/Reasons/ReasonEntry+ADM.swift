extension ReasonEntry {
    /// The words of Amazon Device Messaging. Its `Unregistered` is read as FCM's word, with the same consequences.
    ///
    /// Sources: Amazon, "Send a Message", response format; codedge-llc/pigeon `lib/pigeon/adm/result_parser.ex`;
    /// rpush/rpush `lib/rpush/daemon/adm/delivery.rb`. The advice is ours.
    static let adm: [ReasonEntry] = [
        ReasonEntry(
            "InvalidRegistrationId", category: .token, retry: .no, token: .remove,
            advice: "Remove the registration id, and check how it is stored: ADM does not know it for this sender."),
        ReasonEntry(
            "InvalidData", "MessageTooLarge", category: .payload, retry: .fix, token: .keep,
            advice: "Send the data as strings, in 6 KB at most."),
        ReasonEntry(
            "InvalidConsolidationKey", "InvalidExpiration", "InvalidChecksum", "InvalidType", category: .request,
            retry: .fix, token: .keep,
            advice: "Correct the field or header that the reason names."),
        ReasonEntry(
            "AccessTokenExpired", category: .credentials, retry: .fix, token: .keep,
            advice: "Request a new access token with the app's client id and secret; it lasts an hour."),
        ReasonEntry(
            "MaxRateExceeded", category: .throttled, retry: .later, token: .keep, statuses: [429],
            texts: ["Exceeded maximum allowable rate of messages"],
            advice: "Wait as long as Retry-After says, then send less often to this device."),
    ]
}
