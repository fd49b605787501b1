public import TrackingLog

/// Believable push traffic: apps, people with their devices, journeys, refusals, openings. The same values here give
/// the same bytes, on every machine, at any time.
public struct Traffic: Sendable, Hashable {
    /// How many messages are made, exactly. About three events come of each.
    public var messages: Int
    /// How many days they are spread over, up to ``end``.
    public var days: Int
    /// Which traffic of all those possible.
    public var seed: UInt64
    /// The moment it ends: what would happen later has not happened yet.
    public var end: Timestamp
    /// In which order the events come.
    public var order: Order

    /// In which order the events come.
    public enum Order: Sendable, Hashable {
        /// By their own times, as in an exported log.
        case byTime
        /// As a sender's system learns of them: some come late.
        case asRecorded
    }

    /// - Parameters:
    ///   - messages: 0 to ``mostMessages``.
    ///   - days: 1 to ``mostDays``.
    ///   - seed: the same seed gives the same traffic.
    ///   - end: when the traffic ends.
    ///   - order: the order of the rows.
    public init(
        messages: Int, days: Int = 14, seed: UInt64 = 1, end: Timestamp, order: Order = .byTime
    ) {
        self.messages = messages
        self.days = days
        self.seed = seed
        self.end = end
        self.order = order
    }

    /// The most messages that a traffic may have.
    public static let mostMessages = 1_000_000_000
    /// The most days that a traffic may last: ten years.
    public static let mostDays = 3_650

    /// The moment it begins.
    public var start: Timestamp { end.adding(seconds: -Int64(days) * 86_400) }
}

// MARK: - All at once

extension Traffic {
    /// All rows in one piece: for tests and samples; ``TrafficStream`` is for more than fits in memory.
    public func rows(as spelling: RowSpelling) -> [UInt8] {
        var all: [UInt8] = []
        var piece: [UInt8] = []
        var stream = TrafficStream(self, as: spelling)
        while stream.read(into: &piece) { all += piece }
        return all
    }
}
