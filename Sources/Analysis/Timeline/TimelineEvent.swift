public import TrackingLog

/// One event among the events of its delivery.
public struct TimelineEvent: Sendable {
    /// When it happened.
    public var time: Timestamp
    /// Its status, in lower case.
    public var status: String
    /// Its description.
    public var description: String
    /// Seconds since the previous event; nil for the first.
    public var gap: Int?
    /// The number of this attempt, from 1; nil if it is no attempt, or a repeated event.
    public var attempt: Int?
    /// Whether it counts as failed.
    public var isRefusal: Bool
    /// The meaning of a failed event's description.
    public var reason: Reason?
    /// What is unusual about it.
    public var anomalies: [Anomaly]

    /// An event of these values.
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
