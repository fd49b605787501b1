public import TrackingLog

/// What some messages come to.
public struct Totals: Sendable, Equatable {
    /// Rows.
    public var events = 0
    /// Different tracking codes.
    public var messages = 0
    /// Different pairs of tracking code and hwid.
    public var deliveries = 0
    /// Different hwids.
    public var devices = 0
    /// Different persons.
    public var persons = 0
    /// By the status's name: the log's own five always, others where there are any.
    public var eventsByStatus: [String: Int] = [:]
    /// Every outcome; they add up to ``messages``.
    public var messagesByOutcome: [MessageOutcome: Int] = [:]
    /// Messages with a delivery that was delivered, received or opened.
    public var delivered = 0
    /// Messages with a received row.
    public var received = 0
    /// Messages with an opened row.
    public var opened = 0
    /// Messages with a converted row.
    public var converted = 0

    /// Of nothing.
    public init() {}

    /// How many messages ended so.
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
    /// Opened messages among the delivered.
    public var openRate: Rate { Rate(opened, of: delivered) }
    /// Converted messages among the delivered.
    public var conversionRate: Rate { Rate(converted, of: delivered) }

    /// All of these, by name.
    public var rates: [(name: String, rate: Rate)] {
        [
            ("delivery", deliveryRate), ("error", errorRate), ("bounce", bounceRate), ("open", openRate),
            ("conversion", conversionRate),
        ]
    }
}

/// A part of a whole.
public struct Rate: Sendable, Equatable {
    /// How many are in the part.
    public var count: Int
    /// How many are in the whole.
    public var whole: Int

    /// So many of so many.
    public init(_ count: Int, of whole: Int) {
        self.count = count
        self.whole = whole
    }

    /// Between 0 and 1; nil where there is nothing to be a part of, which is not 0.
    public var value: Double? { whole == 0 ? nil : Double(count) / Double(whole) }
}
