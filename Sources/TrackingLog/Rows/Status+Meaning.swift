extension Status {
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
        case .bounced: "the gateway refused it"
        case .suppressed: "it was held back on purpose"
        case .skipped: "the same as suppressed"
        case .attempted: "sending began; settles nothing"
        case .dropped: "the sender gave up; the same as failed"
        case .unsubscribed: "the person has unsubscribed; the same as suppressed"
        case .other: "counted under its own name; settles nothing"
        }
    }
}
