public import TrackingLog

/// A segment to list.
public struct SegmentRequest: Sendable {
    /// The segment.
    public var segment: Segment
    /// The messages whose people and devices may be listed. Tokens are judged by all messages.
    public var filter = MessageFilter()
    /// The time that days are counted back from.
    public var asOf: Timestamp
    /// The days that the segment looks back; of no meaning where it looks at all events.
    public var days: Int
    /// Only these people, and devices of theirs; nil means all.
    public var audience: Audience?
    /// The channels of ``Segment/fallback``.
    public var channels = ChannelRules()

    /// Everybody in a segment.
    public init(_ segment: Segment, asOf: Timestamp) {
        self.segment = segment
        self.asOf = asOf
        days = segment.usualDays ?? 0
    }

    /// Where the days begin: what happened later is within them.
    public var start: Timestamp { max(asOf.adding(seconds: -Int64(days) * 86_400), .earliest) }

    var cutoff: CompactTime { CompactTime(start) }
}

/// The channels to reach people by if push cannot, in order, perhaps by journey.
public struct ChannelRules: Sendable {
    /// The channels for all journeys without a rule of their own.
    public var usual: [String] = ["sms", "email"]
    /// The channels of a journey: those for people whose latest message that was not delivered is of it.
    public var byJourney: [(journey: String, channels: [String])] = []

    /// SMS, else e-mail.
    public init() {}

    /// All channels that a rule names, each once. The audience's columns have to be these.
    public var all: [String] {
        (byJourney.flatMap(\.channels) + usual).reduce(into: []) { all, channel in
            if !all.contains(channel) { all.append(channel) }
        }
    }

    func channels(for journey: String?) -> [String] {
        byJourney.first { rule in journey.map { $0.isSame(as: rule.journey) } ?? false }?.channels ?? usual
    }
}
