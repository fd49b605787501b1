import TrackingLog

/// When messages are sent: more by day than by night, fewer at weekends, with two campaigns a day.
struct Rhythm {
    private let start: Timestamp
    private let minutes: Int
    private let messages: Int
    private let totalWeight: Int
    private let seed: UInt64

    private var minute = 0
    /// The weight of the minutes before `minute`.
    private var weightBefore = 0
    /// The messages of the current minute, and how many of them are done.
    private var inMinute = 0
    private var named = 0
    private var random: SplitMix64

    /// - Parameters:
    ///   - start: the first minute's first second.
    ///   - days: the length.
    ///   - messages: the exact number of messages.
    init(start: Timestamp, days: Int, messages: Int, seed: UInt64) {
        self.start = start
        self.minutes = days * 1440
        self.messages = messages
        self.seed = seed
        totalWeight = (0..<days * 1440).reduce(0) { $0 + Self.weight(of: start.adding(seconds: Int64($1) * 60)) }
        random = SplitMix64(seed: seed)
    }

    /// The next message's time, in seconds since the start; nil after the last one. Times never descend.
    mutating func next() -> UInt32? {
        while named == inMinute {
            guard minute < minutes else { return nil }
            let before = messages * weightBefore / totalWeight
            weightBefore += Self.weight(of: start.adding(seconds: Int64(minute) * 60))
            inMinute = messages * weightBefore / totalWeight - before
            named = 0
            minute += 1
        }
        // The n-th of a minute's messages falls anywhere in the n-th part of it.
        let second = (UInt64(named) * 60 + random.below(60)) / UInt64(inMinute)
        named += 1
        return UInt32(truncatingIfNeeded: (minute - 1) * 60) + UInt32(truncatingIfNeeded: second)
    }

    /// The relative number of messages in the minute that begins at a time.
    private static func weight(of time: Timestamp) -> Int {
        let minute = Int(time.secondsSince1970 - time.day.start.secondsSince1970) / 60
        // 1970-01-01 was a Thursday.
        let weekday = Int((time.day.daysSince1970 % 7 + 7 + 3) % 7)
        let campaign = campaignMinutes.contains { $0.contains(minute) } ? 4 : 1
        return hours[minute / 60] * weekdays[weekday] * campaign
    }

    /// How many average minutes hold as many messages as some minutes do.
    ///
    /// - Parameters:
    ///   - minutes: the minutes, counted from the start.
    ///   - start: the first minute's first second.
    static func averageMinutes(in minutes: Range<UInt64>, from start: Timestamp) -> UInt64 {
        UInt64(minutes.reduce(0) { $0 + weight(of: start.adding(seconds: Int64($1) * 60)) } / averageWeight)
    }

    /// The weight of a minute of a week, on average.
    private static let averageWeight =
        (0..<7 * 1440).reduce(0) { $0 + weight(of: Timestamp(secondsSince1970: Int64($1) * 60)) } / (7 * 1440)

    /// By hour, UTC.
    private static let hours = [
        12, 8, 6, 5, 6, 10, 18, 30, 44, 52, 58, 60, 62, 58, 54, 54, 58, 66, 74, 78, 70, 52, 34, 20,
    ]
    /// From Monday.
    private static let weekdays = [10, 10, 11, 11, 12, 8, 7]
    /// The minutes of campaigns: 10:00 and 17:30.
    private static let campaignMinutes = [600..<605, 1050..<1056]
}
