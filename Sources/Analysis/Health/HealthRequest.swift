public import TrackingLog

/// What is to be judged, and by what.
public struct HealthRequest: Sendable {
    /// The messages to judge, and those to compare them with. Its times bound the baseline, too.
    public var filter = MessageFilter()
    /// When the period begins; nil where the baseline's logs or the logs' own length decide.
    public var periodStart: Timestamp?

    /// All messages.
    public init() {}
}

/// The hours of logs: which of them are judged, and which come before.
struct HealthAxis {
    private(set) var hours: [Int64] = []
    /// By the hour since the logs' first.
    private(set) var places: [Int: Int] = [:]
    private(set) var periodStart = 0
    private(set) var period: ClosedRange<Timestamp>?
    private(set) var baseline: ClosedRange<Timestamp>?

    /// A pause longer than this between baseline and period is no pause of the sender's.
    private static let longestPause = 15 * 24
    /// No more hours than these are judged, the last ones.
    private static let longest = 400 * 24

    /// - Parameters:
    ///   - used: the hours with messages, by their number since the origin.
    ///   - request: says when the period begins.
    ///   - origin: the beginning of the logs' first hour.
    ///   - first: the first message.
    ///   - end: the last row; hours after it are of wrong clocks.
    init(hours used: Set<Int>, _ request: HealthRequest, origin: Timestamp, first: Timestamp, end: Timestamp) {
        let ending = Int((end.secondsSince1970 - origin.secondsSince1970) / 3_600)
        guard let last = used.filter({ $0 <= ending }).max() else { return }
        let start: Int
        if let moment = request.periodStart {
            start = Int((moment.startOfHour.secondsSince1970 - origin.secondsSince1970) / 3_600)
        } else {
            // Whole days, so that the same hours are compared.
            let third = (last + 1) / 3
            start = third >= 24 ? third / 24 * 24 : third
        }
        // Where the baseline is of another time, what lies between is not known.
        let gap = request.periodStart == nil ? nil : used.filter { $0 < start }.max().map { $0 + 1..<start }
        let isSkipped = gap.map { $0.count > Self.longestPause } ?? false
        let judged = (0...last).filter { hour in !(isSkipped && gap.map { $0.contains(hour) } ?? false) }
        for hour in judged.suffix(Self.longest) {
            if hour < start { periodStart = hours.count + 1 }
            places[hour] = hours.count
            hours.append(origin.secondsSince1970 / 3_600 + Int64(hour))
        }
        // Nothing to judge is not everything.
        guard periodStart < hours.count else {
            (places, hours, periodStart) = ([:], [], 0)
            return
        }
        let beginning = max(first, origin.adding(seconds: Int64(start) * 3_600))
        period = beginning...max(beginning, end)
        if periodStart > 0 {
            let last = Timestamp(secondsSince1970: (hours[periodStart - 1] + 1) * 3_600 - 1)
            baseline = first...max(first, min(last, end))
        }
    }
}
