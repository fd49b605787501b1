public import TrackingLog

/// The totals of some messages.
public struct Totals: Sendable, Equatable {
    /// Rows.
    public var events = 0
    /// Distinct tracking codes.
    public var messages = 0
    /// Distinct pairs of tracking code and hwid.
    public var deliveries = 0
    /// Distinct hwids.
    public var devices = 0
    /// Distinct people.
    public var persons = 0
    /// Rows by the status's name: the log's own five always, others if there are any.
    public var eventsByStatus: [String: Int] = [:]
    /// Events by statuses that are not known.
    public var unknownStatuses: UnknownStatuses { UnknownStatuses(among: eventsByStatus) }
    /// Messages by outcome; they add up to ``messages``.
    public var messagesByOutcome: [MessageOutcome: Int] = [:]
    /// Messages with a delivery that was delivered, received or opened.
    public var delivered = 0
    /// Messages with a received row.
    public var received = 0
    /// Messages with an opened row.
    public var opened = 0
    /// Messages with a converted row.
    public var converted = 0

    /// No counts.
    public init() {}

    /// Messages that were neither suppressed nor bounced.
    public var recipients: Int { messages - self[.suppressed] - self[.bounced] }

    /// The messages with an outcome.
    public subscript(outcome: MessageOutcome) -> Int { messagesByOutcome[outcome] ?? 0 }
}

// MARK: - Rates

extension Totals {
    /// Delivered messages among all.
    public var deliveryRate: Rate { Rate(delivered, of: messages) }
    /// Bounced and failed messages among all.
    public var errorRate: Rate { Rate(self[.bounced] + self[.failed], of: messages) }
    /// Bounced messages among all.
    public var bounceRate: Rate { Rate(self[.bounced], of: messages) }
    /// Messages whose arrival a device confirmed, among the delivered.
    public var confirmationRate: Rate { Rate(received, of: delivered) }
    /// Opened messages among the delivered.
    public var openRate: Rate { Rate(opened, of: delivered) }
    /// Converted messages among the delivered.
    public var conversionRate: Rate { Rate(converted, of: delivered) }

    /// All rates, by name.
    public var rates: [(name: String, rate: Rate)] {
        [
            ("delivery", deliveryRate), ("error", errorRate), ("bounce", bounceRate),
            ("confirmation", confirmationRate), ("open", openRate), ("conversion", conversionRate),
        ]
    }
}

/// A count and the total it is part of.
public struct Rate: Sendable, Equatable {
    /// The count.
    public var count: Int
    /// The total.
    public var whole: Int

    /// A count of a total.
    public init(_ count: Int, of whole: Int) {
        self.count = count
        self.whole = whole
    }

    /// Between 0 and 1; nil (not 0) if the total is 0.
    public var value: Double? { whole == 0 ? nil : Double(count) / Double(whole) }
}
