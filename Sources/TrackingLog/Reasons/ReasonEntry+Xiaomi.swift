extension ReasonEntry {
    /// The result codes of Xiaomi's Mi Push, as its own library for servers writes them.
    ///
    /// Sources: Xiaomi, "Server error codes" (dev.mi.com, document 1560); Xiaomi's library, decompiled, in
    /// ggg17226/xmpush-server-api-http2 (`ErrorCode.java`, `Result.java`); answers as they stand in taoweiji/MixPush issue
    /// 44, wildfirechat/push_server issue 35, TIGERB/easy-mipush issue 1, zhangfh517/gomipush `errors.go`, and in the Go
    /// project galaxyotc (`No valid targets!`). The advice is ours.
    static let xiaomi: [ReasonEntry] = [
        // Says no more than that the message was not sent.
        xiaomiCodes(
            20301, 22102, category: .ambiguous, retry: .fix, token: .check,
            advice: "Log the reason in Xiaomi's answer too: the code alone says only that the message was not sent."),
        // Aliases, accounts and topics without a device get this answer, too.
        ReasonEntry(
            "No valid targets!", "errorCode=10029", category: .token, retry: .no, token: .check,
            advice: "Check that the regId is complete and of this app; remove it only if it is."),
        xiaomiCodes(
            21301, 21302, 22006, 22007, 22008, category: .credentials, retry: .fix, token: .keep,
            advice: "Send with the AppSecret of this app from Xiaomi's console, to the region it is registered in."),
        xiaomiCodes(
            22022, category: .credentials, retry: .fix, token: .keep,
            advice: "Correct restricted_package_name: it is not of the app that the AppSecret belongs to."),
        xiaomiCodes(
            10031, 10036, 22000, category: .credentials, retry: .fix, token: .keep,
            texts: ["in the blacklist, forbid to send messages"],
            advice: "Ask Xiaomi why the app is blocked, and check that push is enabled for it in the console."),
        xiaomiCodes(
            10008, 10012, 10016, 10017, 21305, 27001, 65011, category: .request, retry: .fix, token: .keep,
            texts: ["Must input one of: regid/topic/alias/userAccount", "Title or Description is empty!"],
            advice: "Correct the parameter that the reason in Xiaomi's answer names."),
        xiaomiCodes(
            26006, category: .request, retry: .fix, token: .keep,
            advice: "Approve the message in Xiaomi's console: it waits there for review."),
        xiaomiCodes(
            65009, category: .payload, retry: .fix, token: .keep,
            advice: "Shorten the message, and have the app fetch what does not fit."),
        xiaomiCodes(
            10027, 10034, 26004, category: .throttled, retry: .later, token: .keep,
            advice: "Send fewer messages: the app's quota for the day, or the rate of its requests, is used up."),
        xiaomiCodes(
            10001, 10002, 10003, 20607, 26003, 65029, category: .gateway, retry: .yes, token: .keep,
            advice: "Send again after a pause that grows with each try: the fault is on Xiaomi's side."),
    ]

    /// The words of some codes.
    ///
    /// Other services use the same short numbers, so a code counts beside `errorCode=`, or in an answer that has a
    /// `trace_id`. Those from 20000 on count alone, too; vivo and Getui number their own errors from 10000 on.
    private static func xiaomiCodes(
        _ codes: Int..., category: Reason.Category, retry: Reason.Retry, token: Reason.TokenAction,
        texts: [String] = [], advice: String
    ) -> ReasonEntry {
        var entry = ReasonEntry(category: category, retry: retry, token: token, texts: texts, advice: advice)
        entry.names = codes.map { "errorCode=\($0)" }
        entry.standingAlone = codes.filter { $0 >= 20_000 }.map { ("\($0)", means: "errorCode=\($0)") }
        return entry
    }
}
