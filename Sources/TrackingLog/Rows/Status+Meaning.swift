extension Status {
    /// Every known word with its meaning, in the order to list them.
    public static var words: [(word: String, meaning: String)] {
        allCases.filter { $0 != .other }.flatMap { status in
            [(status.name, status.meaning)] + status.otherWords.map { ($0, "the same as \(status.name)") }
        }
    }

    /// What an event with this status says, and how it counts, in words for people.
    public var meaning: String {
        switch self {
        case .created: "the notification was created"
        case .sent: "it was handed to the gateway"
        case .delivered: "the gateway accepted it, which is not proof that a device showed it"
        case .failed: "it failed; the description says why"
        case .opened: "a person opened it"
        case .received: "the device confirmed that it arrived"
        case .converted: "the person did what the campaign was for"
        case .accepted: "a provider took it; the same as delivered, unless it was refused"
        case .bounced: "the gateway refused it"
        case .suppressed: "it was held back on purpose"
        case .skipped: "the same as suppressed"
        case .undeliverable: "it could not be sent; the same as suppressed"
        case .dropped: "it was held back, since the token had bounced before; the same as suppressed"
        case .unsubscribed: "the person has unsubscribed; the same as suppressed"
        case .attempted: "sending began; settles nothing"
        case .drafted: "a draft was made; settles nothing"
        case .other: "counted under its own name; settles nothing"
        }
    }
}
