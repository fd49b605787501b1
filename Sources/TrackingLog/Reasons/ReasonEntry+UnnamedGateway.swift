extension ReasonEntry {
    /// Refusals that do not show which gateway they come from: HTTP statuses, and what relays report of any gateway.
    ///
    /// A status of a known platform means what that platform's gateway says by it. These meanings are for the others, and
    /// none of them removes a token: retired addresses answer 404 and 410 for every token.
    ///
    /// Sources: RFC 9110 and RFC 6585 (statuses); Pushwoosh/pushwoosh-android-sdk, issue 65 (`Unauthorized`); OneSignal,
    /// "Push message reports" (uninstalled apps). The advice is ours.
    static let unnamedGateway: [ReasonEntry] = [
        ReasonEntry(
            "Device uninstalled the app", category: .token, retry: .no, token: .remove,
            advice: "Remove the token: the app was uninstalled."),
        ReasonEntry(
            "400", category: .ambiguous, retry: .fix, token: .check,
            advice: "Log the gateway's answer too: the status alone covers tokens, headers and payloads."),
        ReasonEntry(
            "401", "403", category: .credentials, retry: .fix, token: .keep,
            advice: "Check the credentials that you send with, and what they may do."),
        ReasonEntry(
            "404", "410", category: .token, retry: .no, token: .check,
            advice: "Check the address that is sent to; the token is dead only if other tokens still work there."),
        ReasonEntry(
            "408", "5xx", category: .gateway, retry: .yes, token: .keep,
            advice:
                "Send again after a pause that grows with each try: the gateway, or a proxy before it, is in trouble."),
        ReasonEntry(
            "413", category: .payload, retry: .fix, token: .keep,
            advice: "Cut the payload, and have the app fetch what does not fit."),
        ReasonEntry(
            "429", category: .throttled, retry: .later, token: .keep,
            advice: "Wait as long as Retry-After says, then send less often."),
        ReasonEntry(
            "4xx", category: .request, retry: .fix, token: .keep,
            advice: "Check the request's address, method and headers."),
    ]
}
