/// Rows that disagree in every way rows can, from few enough values that they meet often.
enum RandomRows {
    private static let statuses = [
        "created", "sent", "sent", "sent", "sent", "delivered", "delivered", "failed", "failed", "failed", "opened",
        "received",
        "converted", "bounced", "suppressed", "skipped", "attempted", "dropped", "unsubscribed", "Read", "SENT",
        "accepted", "accepted", "accepted", "Accepted", "undeliverable", "drafted", "clicked", "Click",
    ]
    private static let descriptions = [
        "", "", "Unregistered", "BadDeviceToken", "UNREGISTERED", "INVALID_ARGUMENT", "WNSFailed", "410",
        "404 Not Found", "403 Forbidden", "InternalServerError", "Customer is unsubscribed", "FrequencyCapping",
        "Customer doesn't exist", "Liquid error: x", "the dog ate it", "capped",
    ]
    private static let hwids =
        [
            "", "HWID-1", "HWID-2", "USER-1", "09913CFD-74AD-4A8C-B06E-CCA51200ADDC",
            "19913CFD-74AD-4A8C-B06E-CCA51200ADDC", "64c348c659f09538", "74c348c659f09538",
        ] + (0..<20).map { "HWID-\(10 + $0)" }
    private static let targets = [
        "", "", "USER-1", "USER-2", "HWID-1", "09913CFD-74AD-4A8C-B06E-CCA51200ADDC",
        String(repeating: "a1", count: 32),
        String(repeating: "b", count: 60), String(repeating: "c", count: 61),
    ]
    private static let payloads = [
        "", "", "", "{}", "[]", "text", #"{"aps":{}}"#, #"{"aps":{"alert":"a; \"b\""},"md":{"user_id":"USER-1"}}"#,
        #"{"md":{"user_id":"USER-2"}}"#, #"{"title":"x","md":{"user_id":"USER-3"}}"#, #"{"md":{"user_id":""}}"#,
        #"{"alert":"x"}"#, #"{"md":{"user_id":77}}"#, #"{"aps":{}"#,
        #"{"md":{"name":"Cart | Push 1 | 1hr | A"}}"#, #"{"md":{"name":"Cart|Push 2"}}"#, #"{"md":{"name":" | | "}}"#,
        #"{"aps":{},"md":{"name":"Back in Stock | Push 1 | now | A | B","user_id":"USER-4"}}"#,
        #"{"md":{"name":"größe | ü"}}"#, #"{"md":{"name":3}}"#, #"{"md":{"name":"Welcome"}}"#,
    ]

    /// Makes rows of few messages within few seconds.
    static func make(count: Int, using random: inout SeededGenerator) -> [Row] {
        func any(_ values: [String]) -> String { values[Int.random(in: 0..<values.count, using: &random)] }
        let messages = max(1, count / Int.random(in: 2...12, using: &random))
        return (0..<count).map { _ in
            // Few seconds, for ties; now and then of another day or hour.
            let second = Int.random(in: 0..<6, using: &random)
            let hour = Int.random(in: 0..<3, using: &random) == 0 ? Int.random(in: 0..<60, using: &random) : 0
            return Row(
                hour * 3600 + second, any(statuses), any(descriptions),
                code: "T-\(Int.random(in: 0..<messages, using: &random))", target: any(targets), hwid: any(hwids),
                app: any(["", "APP-1", "APP-2"]), payload: any(payloads), isEscaped: Bool.random(using: &random))
        }
    }
}

/// A small generator whose numbers repeat (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
