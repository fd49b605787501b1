public import TrackingLog

/// Everything that happened to some messages, in order.
public struct Timeline: Sendable {
    /// What it is of.
    public var subject: TimelineSubject
    /// In the order of their first events.
    public var messages: [TimelineMessage]
    /// How many logs were searched.
    public var logs: Int
    /// What could not be read of them.
    public var quality: Quality

    /// One of these messages.
    public init(
        subject: TimelineSubject, messages: [TimelineMessage], logs: Int, quality: Quality
    ) {
        self.subject = subject
        self.messages = messages
        self.logs = logs
        self.quality = quality
    }

    /// The first and the last event; nil where there is none.
    public var window: ClosedRange<Timestamp>? {
        let times = messages.lazy.flatMap(\.deliveries).flatMap(\.events).map(\.time)
        guard let first = times.min(), let last = times.max() else { return nil }
        return first...last
    }
}
