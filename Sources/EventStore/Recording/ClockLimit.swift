import TrackingLog

/// The limit for events ahead of the clock: senders' clocks are wrong by minutes, wrong dates by years.
struct ClockLimit {
    private let now: Timestamp
    private let hours: Int
    private let latest: Timestamp

    init(now: Timestamp, hours: Int) {
        self.now = now
        self.hours = hours
        let latest = now.secondsSince1970 + 3600 * Int64(hours)
        self.latest = Timestamp(secondsSince1970: min(latest, Timestamp.latest.secondsSince1970))
    }

    /// Why an event at a time is refused; nil where it is not.
    func reasonToRefuse(_ time: Timestamp) -> String? {
        guard time > latest else { return nil }
        let limit = hours == 1 ? "1 hour" : "\(hours) hours"
        return "the timestamp \(time) is more than \(limit) ahead of the clock (\(now))"
    }
}
