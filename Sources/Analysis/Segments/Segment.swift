/// A list of people or devices that something is to be done for.
public enum Segment: String, CaseIterable, Sendable {
    /// People with a valid token.
    case hasToken = "has-token"
    /// People of whom no valid token is known.
    case noToken = "no-token"
    /// People to whom a message was delivered within the last days.
    case deliveredRecently = "delivered-recently"
    /// People with messages within the last days, none of them delivered then.
    case notDeliveredButTried = "not-delivered-but-tried"
    /// People with a delivery that failed within the last days.
    case deliveryFailures = "delivery-failures"
    /// Devices whose token a gateway calls dead: to be removed.
    case staleTokens = "stale-tokens"
    /// Devices whose token may be dead, or the sender misconfigured: to be checked.
    case suspectTokens = "suspect-tokens"
    /// Devices whose token is accepted, and that gave no sign of life for days.
    case silentTokens = "silent-tokens"
    /// Devices with messages to several people, and tokens that others replaced.
    case movedTokens = "moved-tokens"
    /// Messages that failed, and that can be sent again.
    case retry
    /// People whom push cannot reach, and the other channel that can.
    case fallback
    /// People of the audience that the logs do not have.
    case unreachable

    /// What its lines are about.
    public enum Subject: Sendable {
        case people, devices
    }

    /// What its lines are about.
    public var subject: Subject {
        switch self {
        case .staleTokens, .suspectTokens, .silentTokens, .movedTokens: .devices
        default: .people
        }
    }

    /// The days it looks back if no others are asked for; nil if it looks at all events.
    public var usualDays: Int? {
        switch self {
        case .deliveredRecently, .notDeliveredButTried, .deliveryFailures: 7
        case .silentTokens: 30
        default: nil
        }
    }

    /// The most days that a segment can look back: a thousand years.
    public static let maximumDays = 365_000

    /// Whether it needs an audience.
    public var needsAudience: Bool { self == .fallback || self == .unreachable }

    /// The columns of its lines, the id first.
    public var columns: [SegmentColumn] {
        switch self {
        case .unreachable: [.person]
        case .retry:
            [
                .person, .trackingCode, .name, .app, .lastBad, .daysSince, .reason, .category, .retry, .attempts,
                .attemptsLeft,
            ]
        case .fallback: [.person, .channel] + SegmentColumn.ofPeople
        case .suspectTokens: SegmentColumn.ofDevices + [.cause]
        case .movedTokens: SegmentColumn.ofDevices + [.cause, .previousPerson, .replacedBy]
        default: subject == .people ? [.person] + SegmentColumn.ofPeople : SegmentColumn.ofDevices
        }
    }
}

/// A column of a segment: an id, or what is known of it.
public enum SegmentColumn: String, CaseIterable, Sendable {
    /// The person's id; the hwid of a device that stands for one.
    case person
    case hwid
    case app
    case platform
    /// The state of the device's token; the best of the person's tokens.
    case token
    /// How many people the device's messages were for.
    case people
    /// The person's messages, those of them that were delivered, and those with a delivery that failed.
    case messages, delivered, failed
    /// How often something was handed to a gateway: the `sent` events.
    case attempts
    /// The latest time that something was accepted.
    case lastGood = "last_good"
    /// The latest time that something failed; of a token, for a reason that is about it.
    case lastBad = "last_bad"
    /// The latest time of a message that the device confirmed or opened.
    case lastSeen = "last_seen"
    /// Whole days since what put it into the segment.
    case daysSince = "days_since"
    /// Why it failed then.
    case reason, category
    /// What explains the line better than its reason.
    case cause
    /// Whom the device's messages were for before.
    case previousPerson = "previous_person"
    /// The hwid of the person's newer token.
    case replacedBy = "replaced_by"
    case trackingCode = "tracking_code"
    case name
    /// Whether to send again soon (`yes`) or after slowing down (`later`).
    case retry
    /// How many attempts are left of ten.
    case attemptsLeft = "attempts_left"
    /// How to reach the person; empty if there is no consent for any.
    case channel

    static let ofPeople: [SegmentColumn] = [
        .token, .messages, .delivered, .failed, .attempts, .lastGood, .lastBad, .daysSince, .reason, .category,
    ]
    static let ofDevices: [SegmentColumn] = [
        .hwid, .app, .platform, .token, .person, .people, .attempts, .lastGood, .lastBad, .lastSeen, .daysSince,
        .reason,
        .category,
    ]
}
