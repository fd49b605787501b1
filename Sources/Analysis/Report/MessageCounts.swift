public import TrackingLog

/// Some messages: how they ended, and what followed.
public struct MessageCounts: Sendable {
    /// Distinct tracking codes.
    public var messages = 0
    /// By raw value; they add up to ``messages``.
    private var outcomes = InlineArray<5, Int>(repeating: 0)
    /// Messages with a delivery that was delivered, received or opened.
    public var delivered = 0
    /// Messages with a received row.
    public var received = 0
    /// Messages with an opened row.
    public var opened = 0
    /// Messages with a converted row.
    public var converted = 0

    /// None.
    public init() {}

    /// The messages with an outcome.
    @inline(__always)
    public subscript(outcome: MessageOutcome) -> Int {
        get { outcomes[Int(outcome.rawValue)] }
        set { outcomes[Int(outcome.rawValue)] = newValue }
    }

    /// The messages by outcome, zeros included.
    public var byOutcome: [MessageOutcome: Int] {
        get { Dictionary(uniqueKeysWithValues: MessageOutcome.allCases.map { ($0, self[$0]) }) }
        set { for outcome in MessageOutcome.allCases { self[outcome] = newValue[outcome] ?? 0 } }
    }

    /// Messages that were neither suppressed nor bounced.
    public var recipients: Int { messages - self[.suppressed] - self[.bounced] }

    /// Counts one message.
    @inline(__always)
    mutating func add(_ message: ResolvedMessage) {
        messages += 1
        self[MessageOutcome(message.deliveries)] += 1
        if message.overlays.contains(.delivered) { delivered += 1 }
        if message.overlays.contains(.received) { received += 1 }
        if message.overlays.contains(.opened) { opened += 1 }
        if message.overlays.contains(.converted) { converted += 1 }
    }

    /// Adds the counts of other messages.
    mutating func add(_ other: MessageCounts) {
        messages += other.messages
        for outcome in outcomes.indices { outcomes[outcome] += other.outcomes[outcome] }
        delivered += other.delivered
        received += other.received
        opened += other.opened
        converted += other.converted
    }
}

// An InlineArray has no equality of its own.
extension MessageCounts: Equatable {
    /// Whether all counts are equal.
    public static func == (left: MessageCounts, right: MessageCounts) -> Bool {
        left.messages == right.messages && MessageOutcome.allCases.allSatisfy { left[$0] == right[$0] }
            && left.delivered == right.delivered && left.received == right.received
            && left.opened == right.opened && left.converted == right.converted
    }
}

// MARK: - Rates

extension MessageCounts {
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

    /// All of these rates, by name.
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
