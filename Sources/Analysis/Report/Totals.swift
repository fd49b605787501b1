public import TrackingLog

/// The totals of some messages: how they ended, and what else was counted.
@dynamicMemberLookup
public struct Totals: Sendable, Equatable {
    /// The messages, and how they ended. Its counts can be named as if they were of the totals.
    public var counts = MessageCounts()
    /// Rows.
    public var events = 0
    /// Distinct pairs of tracking code and hwid.
    public var deliveries = 0
    /// Distinct hwids.
    public var devices = 0
    /// Of them, those with a delivery that was delivered, received or opened.
    public var deliveredDevices = 0
    /// Of these, those that confirmed or opened any.
    public var reportingDevices = 0
    /// Delivered messages without a received or opened row.
    public var unconfirmed = UnconfirmedCount()
    /// Distinct people.
    public var persons = 0
    /// Of them, those with a valid token.
    public var coveredPersons = 0
    /// The conversions of a list that are credited to the messages; nil without a list.
    public var conversions: ConversionTotals?
    /// Rows by the status's name: the log's own five always, others if there are any.
    public var eventsByStatus: [String: Int] = [:]
    /// Events by statuses that are not known.
    public var unknownStatuses: UnknownStatuses { UnknownStatuses(among: eventsByStatus) }

    /// No counts.
    public init() {}

    /// Devices that ever confirmed or opened anything, among the devices with a delivery. Where it is low, the confirmation
    /// rate says little.
    public var reportingRate: Rate { Rate(reportingDevices, of: deliveredDevices) }
    /// People with a valid token among all.
    public var coverageRate: Rate { Rate(coveredPersons, of: persons) }

    /// All rates, by name.
    public var rates: [(name: String, rate: Rate)] {
        counts.rates + [("reporting", reportingRate), ("coverage", coverageRate)]
    }

    /// The counts that rules can limit, by name.
    public var namedCounts: [(name: String, count: Int)] {
        [
            ("events", events), ("messages", counts.messages), ("deliveries", deliveries), ("devices", devices),
            ("persons", persons),
        ] + MessageOutcome.allCases.map { ($0.name, counts[$0]) } + [
            ("delivered", counts.delivered), ("received", counts.received), ("opened", counts.opened),
            ("converted", counts.converted), ("recipients", counts.recipients),
        ]
    }

    /// A count of the messages.
    public subscript<Value>(dynamicMember path: WritableKeyPath<MessageCounts, Value>) -> Value {
        get { counts[keyPath: path] }
        set { counts[keyPath: path] = newValue }
    }

    /// What follows from the counts of the messages.
    public subscript<Value>(dynamicMember path: KeyPath<MessageCounts, Value>) -> Value { counts[keyPath: path] }

    /// The messages with an outcome.
    public subscript(outcome: MessageOutcome) -> Int {
        get { counts[outcome] }
        set { counts[outcome] = newValue }
    }
}

/// Delivered messages that no device confirmed or opened.
public struct UnconfirmedCount: Sendable, Equatable {
    /// Those to a token that confirms or opens other messages: these probably never arrived, or were put away unread.
    public var onReporting = 0
    /// Those to tokens that never did: whether they arrived is not known.
    public var onSilent = 0

    /// None.
    public init() {}

    /// All.
    public var total: Int { onReporting + onSilent }

    static func += (left: inout UnconfirmedCount, right: UnconfirmedCount) {
        left.onReporting += right.onReporting
        left.onSilent += right.onSilent
    }
}
