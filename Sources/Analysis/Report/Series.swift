public import TrackingLog

/// Messages over time, by platform. A message counts where its earliest row is.
public struct Series: Sendable, Equatable {
    /// The length of a point.
    public var step: Step
    /// The points in order, without gaps.
    public var points: [Point]
    /// The number of messages dated far outside the points, which are not among them.
    public var outside: Int

    /// How much time a point stands for.
    public enum Step: Sendable {
        case hour, day
        /// From Monday (ISO 8601).
        case week
        case year
    }

    /// The messages of one step.
    public struct Point: Sendable, Equatable {
        /// The step's beginning, in the report's zone.
        public var start: Timestamp
        /// The messages by platform; those without any are left out.
        public var byPlatform: [Platform: MessageCounts]

        /// A step's messages.
        public init(start: Timestamp, byPlatform: [Platform: MessageCounts] = [:]) {
            self.start = start
            self.byPlatform = byPlatform
        }

        /// The messages of all platforms.
        public var counts: MessageCounts { byPlatform.values.reduce(into: MessageCounts()) { $0.add($1) } }
    }

    /// A series of these points.
    public init(step: Step, points: [Point] = [], outside: Int = 0) {
        self.step = step
        self.points = points
        self.outside = outside
    }
}

// MARK: - Steps

extension Series.Step {
    /// The shortest step by which a picture of these days has room for every point.
    init(for days: ClosedRange<Day>) {
        let count = days.upperBound.daysSince1970 - days.lowerBound.daysSince1970 + 1
        switch count {
        case ...3: self = .hour
        case ...(26 * 7): self = .day
        case ...(520 * 7): self = .week
        default: self = .year
        }
    }

    /// The number of the step that a time lies in.
    func number(of time: Timestamp) -> Int64 {
        switch self {
        case .hour: time.day.daysSince1970 * 24 + (time.secondsSince1970 - time.day.start.secondsSince1970) / 3600
        case .day: time.day.daysSince1970
        // Mondays are three days before multiples of seven days after 1970-01-01.
        case .week: (time.day.monday.daysSince1970 + 3) / 7
        case .year: Int64(time.day.date.year)
        }
    }

    /// The first second of a step.
    func start(of number: Int64) -> Timestamp {
        switch self {
        case .hour: Timestamp(secondsSince1970: number * 3600)
        case .day: Day(daysSince1970: number).start
        case .week: Day(daysSince1970: number * 7 - 3).start
        case .year: Day(year: Int(min(max(number, 0), 9999)), month: 1, day: 1)?.start ?? .earliest
        }
    }
}

// MARK: - Stray times

extension Series {
    /// The days to show: all, unless a few messages are so far from all others that a picture would show nothing else. A wrong
    /// clock puts rows decades away.
    ///
    /// - Parameter messages: the number of messages of each day that has any.
    static func shownDays(_ messages: [Day: Int]) -> ClosedRange<Day>? {
        var days = messages.sorted { $0.key < $1.key }[...]
        // At most one message in two hundred is left out, and one of a few.
        var budget = max(1, messages.values.reduce(0, +) / 200)
        func span(_ days: ArraySlice<(key: Day, value: Int)>) -> Int64 {
            guard let first = days.first, let last = days.last else { return 0 }
            return last.key.daysSince1970 - first.key.daysSince1970 + 1
        }
        while let (end, gap) = widestGap(days) {
            let (left, right) = (days[..<end], days[end...])
            let (leftSum, rightSum) = (left.reduce(0) { $0 + $1.value }, right.reduce(0) { $0 + $1.value })
            let (few, many) = leftSum < rightSum ? (leftSum, right) : (rightSum, left)
            guard few <= budget, few < max(leftSum, rightSum), gap > max(60, 2 * span(many)) else { break }
            budget -= few
            days = many
        }
        guard let first = days.first?.key, let last = days.last?.key else { return nil }
        // A picture of more than two centuries has no room for their years.
        return max(first, last.adding(days: -200 * 365))...last
    }

    /// The widest gap between days: the place of the day after it, and its length in days.
    private static func widestGap(_ days: ArraySlice<(key: Day, value: Int)>) -> (end: Int, length: Int64)? {
        days.indices.dropFirst().map { ($0, days[$0].key.daysSince1970 - days[$0 - 1].key.daysSince1970) }
            .max { $0.1 < $1.1 }
    }
}
