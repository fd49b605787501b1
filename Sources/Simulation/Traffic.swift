public import TrackingLog

/// Believable push traffic: apps, people with their devices, journeys, refusals, openings.
///
/// The same values give the same bytes, on every machine, at any time.
public struct Traffic: Sendable, Hashable {
    /// The exact number of messages. Each has about three events. Some scenarios leave messages out or add some.
    public var messages: Int
    /// The days that the messages are spread over, up to ``end``.
    public var days: Int
    /// The random seed: the same seed gives the same traffic.
    public var seed: UInt64
    /// The moment it ends. Later events are left out.
    public var end: Timestamp
    /// The order of the events.
    public var order: Order
    /// What is planted; nothing in healthy traffic. The order does not matter.
    public var scenarios: [Scenario]
    /// How much each scenario strikes.
    public var strength: ScenarioStrength

    /// The order of the events.
    public enum Order: Sendable, Hashable {
        /// By their own times, as in an exported log.
        case byTime
        /// By the time a sender's system records them: some are late.
        case asRecorded
    }

    /// - Parameters:
    ///   - messages: 0 to ``maximumMessages``.
    ///   - days: 1 to ``maximumDays``.
    ///   - seed: the same seed gives the same traffic.
    ///   - end: when the traffic ends.
    ///   - order: the order of the rows.
    ///   - scenarios: what is planted.
    ///   - strength: how much each scenario strikes.
    public init(
        messages: Int, days: Int = 14, seed: UInt64 = 1, end: Timestamp, order: Order = .byTime,
        scenarios: [Scenario] = [], strength: ScenarioStrength = .middle
    ) {
        self.messages = messages
        self.days = days
        self.seed = seed
        self.end = end
        self.order = order
        self.scenarios = scenarios
        self.strength = strength
    }

    /// The maximum number of messages.
    public static let maximumMessages = 1_000_000_000
    /// The maximum number of days: ten years.
    public static let maximumDays = 3_650

    /// The moment it begins.
    public var start: Timestamp { end.adding(seconds: -Int64(days) * 86_400) }
}

// MARK: - All at once

extension Traffic {
    /// All rows at once: for tests and samples. ``TrafficStream`` is for more than fits in memory.
    public func rows(as format: RowFormat) -> [UInt8] {
        var all: [UInt8] = []
        var piece: [UInt8] = []
        var stream = TrafficStream(self, as: format)
        while stream.read(into: &piece) { all += piece }
        return all
    }
}
