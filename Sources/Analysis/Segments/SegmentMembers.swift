import TrackingLog

/// Who is in a segment, as numbers and keys.
struct SegmentMembers: Sendable {
    /// What is known of one of them.
    enum Member: Sendable {
        case person(PersonFacts)
        case device(DeviceFacts)
        case retry(RetriedMessage)
        /// A person of the audience, by place.
        case absent(Int)
    }

    var members: [Member] = []
    /// Apps in which many tokens are suspect for one reason.
    var mixUps: [SuspectCount] = []
    /// Tokens of apps that never report, by the app's number: nothing is known of their silence.
    var unreporting: [UInt32: Int] = [:]
    /// The newer tokens of people whose tokens were replaced.
    var replacements = Replacements()
}
