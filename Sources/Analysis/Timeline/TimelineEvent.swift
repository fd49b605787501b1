public import TrackingLog

/// One event, as it stands among the events of its delivery.
public struct TimelineEvent: Sendable {
    /// When it happened.
    public var time: Timestamp
    /// What happened, in lower case.
    public var status: String
    /// More about it.
    public var description: String
    /// Seconds since the event before; nil for the first.
    public var gap: Int?
    /// Which sent event this is, from 1 on; nil where it is none, or one of before again.
    public var attempt: Int?
    /// Whether it counts as failed.
    public var isRefusal: Bool
    /// What the description of a failed one means.
    public var reason: Reason?
    /// What is unusual about it.
    public var anomalies: [Anomaly]

    /// One that stands so among others.
    public init(
        time: Timestamp, status: String, description: String, gap: Int?, attempt: Int?, isRefusal: Bool,
        reason: Reason?, anomalies: [Anomaly]
    ) {
        self.time = time
        self.status = status
        self.description = description
        self.gap = gap
        self.attempt = attempt
        self.isRefusal = isRefusal
        self.reason = reason
        self.anomalies = anomalies
    }
}
