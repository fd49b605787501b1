extension ReasonEntry {
    /// The result codes of Huawei Push Kit.
    ///
    /// Sources: Huawei, "Downlink message API", result codes; HMS-Core/hms-push-serverdemo-java
    /// `src/main/java/com/huawei/push/util/ResponceCodeProcesser.java` (the texts, misspellings included). The advice is
    /// ours.
    static let huawei: [ReasonEntry] = [
        // The wrong address, package name or project makes all tokens of a request invalid.
        ReasonEntry(
            "80300007", category: .token, retry: .no, token: .check,
            texts: ["All the tokens are invalid"],
            advice:
                "Check the app's package name, the project and the address; remove the tokens only if all are right."),
        ReasonEntry(
            "80100000", category: .token, retry: .no, token: .check,
            texts: ["Some tokens are right, the others are illegal"],
            advice: "Check which tokens the answer lists as illegal_tokens: only those were refused."),
        ReasonEntry(
            "80200001", "80200003", "80200005", "80600003", category: .credentials, retry: .fix, token: .keep,
            texts: ["Oauth authentication error", "Oauth Token expired", "Request OAuth service failed"],
            advice:
                "Request a new access token with the app's own client id and secret, and before the old one expires."),
        ReasonEntry(
            "80300002", "80300011", category: .credentials, retry: .fix, token: .keep,
            texts: ["APP is forbidden to send", "No permission to send high-level notification messages"],
            advice: "Enable Push Kit, and the right it lacks, for the app in AppGallery Connect."),
        ReasonEntry(
            "80100001", "80100002", "80100003", "80100004", "80100013", "80100018", "80300010", "80300013",
            category: .request, retry: .fix, token: .keep,
            texts: [
                "Parameters check error", "Token number should be one when send sys message", "Message structure error",
                "TTL is less than current time", "Collapse_key is illegal", "Tokens exceed the default value",
            ],
            advice: "Correct the field that msg in Huawei's answer names."),
        ReasonEntry(
            "80100016", category: .payload, retry: .fix, token: .keep,
            texts: ["Message contians sensitive information"],
            advice: "Reword the message: Huawei's review takes a part of it for sensitive information."),
        ReasonEntry(
            "80300008", category: .payload, retry: .fix, token: .keep,
            texts: ["The message body size exceeds the default value set by the system"],
            advice: "Cut the message to 4,096 bytes without its tokens, and have the app fetch what does not fit."),
        ReasonEntry(
            "80100017", category: .throttled, retry: .later, token: .keep, statuses: [503],
            texts: ["A maximum of 100 topic-based messages can be sent at the same time"],
            advice: "Slow down, and spread the messages over more time."),
        ReasonEntry(
            "81000001", category: .gateway, retry: .yes, token: .keep,
            advice: "Send again after a pause that grows with each try: the fault is on Huawei's side."),
    ]
}
