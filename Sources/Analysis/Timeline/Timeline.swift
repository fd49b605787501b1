public import TrackingLog

/// Everything that happened to some messages, in order.
public struct Timeline: Sendable {
    /// Its subject.
    public var subject: TimelineSubject
    /// The messages, in the order of their first events.
    public var messages: [TimelineMessage]
    /// The number of logs searched.
    public var logs: Int
    /// The number of rows that were not read, since the search indexes beside their zips rule them out.
    public var ruledOut: Int
    /// The quality of the reading.
    public var quality: Quality

    /// A timeline of these messages.
    public init(
        subject: TimelineSubject, messages: [TimelineMessage], logs: Int, ruledOut: Int = 0, quality: Quality
    ) {
        self.subject = subject
        self.messages = messages
        self.logs = logs
        self.ruledOut = ruledOut
        self.quality = quality
    }

    /// The times of the first and the last event; nil if there are none.
    public var window: ClosedRange<Timestamp>? {
        let times = messages.lazy.flatMap(\.deliveries).flatMap(\.events).map(\.time)
        guard let first = times.min(), let last = times.max() else { return nil }
        return first...last
    }
}
