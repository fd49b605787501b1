/// Something that is true of a delivery, or not, and shows how well pushes do when it is counted.
public enum HealthSignal: UInt8, CaseIterable, Sendable {
    /// The first delivery of its message.
    case message
    /// Every delivery.
    case delivery
    /// A gateway answered it, whatever it said.
    case reached
    /// A gateway accepted it.
    case accepted
    /// Refused, since the token is dead.
    case deadToken
    /// Refused as a token of another environment, topic or sender.
    case foreignToken
    /// Refused for the sender's certificate, key or account.
    case credentials
    /// Refused, since the gateway was in trouble.
    case gateway
    /// Refused, since too much was sent.
    case throttled
    /// Refused as too large.
    case payloadTooLarge
    /// Refused as a request that the gateway cannot understand.
    case badRequest
    /// Never reached a gateway: it could not be rendered, or there was nobody to send to.
    case unreached
    /// Held back on purpose.
    case suppressed
    /// Failed with words that the catalogue does not know.
    case unknownReason
    /// Accepted so long ago that most opens are in.
    case mature
    /// Of these, opened within that time.
    case opened
    /// Opened so soon that it says when opens began to fail.
    case openedSoon
    /// The device confirmed it.
    case received
    /// Accepted, and the person converted.
    case converted
    /// Never answered, and old enough to be.
    case stuck
    /// Attempted more often than senders do.
    case overRetried
    /// Its events are there twice, or the device got a message of this name minutes before.
    case doubled
    /// Its times contradict each other.
    case skewed
    /// The device got two messages of this name minutes before, or more.
    case tripled
    /// To a device that had a message for a person before.
    case returning
    /// The device came under a person that it was not under before.
    case moved
}

/// A set of signals.
struct HealthSignals: OptionSet, BitwiseCopyable {
    let rawValue: UInt32

    @inline(__always)
    init(rawValue: UInt32) { self.rawValue = rawValue }

    @inline(__always)
    init(_ signal: HealthSignal) { rawValue = 1 << UInt32(signal.rawValue) }

    /// The refusals that come from a gateway.
    static let refused: HealthSignals = [
        HealthSignals(.deadToken), HealthSignals(.foreignToken), HealthSignals(.credentials), HealthSignals(.gateway),
        HealthSignals(.throttled), HealthSignals(.payloadTooLarge), HealthSignals(.badRequest),
        HealthSignals(.unknownReason),
    ]
    /// The refusals that a sender answers with another attempt.
    static let retried: HealthSignals = [HealthSignals(.gateway), HealthSignals(.throttled)]
}

/// How many deliveries show each signal.
public struct HealthCounts: Sendable, Equatable {
    private var counts = InlineArray<28, UInt32>(repeating: 0)

    /// No delivery.
    public init() {}

    /// The number of deliveries with a signal.
    public subscript(signal: HealthSignal) -> Int {
        get { Int(counts[Int(signal.rawValue)]) }
        set { counts[Int(signal.rawValue)] = UInt32(clamping: newValue) }
    }

    mutating func add(_ signals: HealthSignals) {
        var rest = signals.rawValue
        while rest != 0 {
            counts[rest.trailingZeroBitCount] &+= 1
            rest &= rest &- 1
        }
    }

    /// Adds the counts of other deliveries.
    public mutating func add(_ other: HealthCounts) {
        for signal in counts.indices { counts[signal] &+= other.counts[signal] }
    }

    /// By value.
    public static func == (left: HealthCounts, right: HealthCounts) -> Bool {
        HealthSignal.allCases.allSatisfy { left[$0] == right[$0] }
    }
}
