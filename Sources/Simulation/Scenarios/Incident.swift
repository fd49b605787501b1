import TrackingLog

/// A planted cause: what, where, from when, how much.
struct Incident: Sendable {
    let scenario: Scenario
    let strength: ScenarioStrength
    let scope: Scope
    /// Its first second, in seconds since the traffic's start.
    let since: UInt32
    /// The second after its last; nil if it goes on to the traffic's end.
    let until: UInt32?
    /// When sending pauses; ``since`` is when it resumes. Of ``Scenario/silenceSpike`` only.
    var silentSince: UInt32?
    /// Which of the forms that the cause has.
    let form: UInt64
    /// What its chances are drawn by, apart from the traffic's own.
    let seed: UInt64

    /// Its time, in seconds since the traffic's start.
    var span: Range<UInt32> { since..<(until ?? .max) }

    /// The time in which the traffic differs from a healthy one.
    var disturbed: Range<UInt32> { (silentSince ?? since)..<(until ?? .max) }

    /// Whether it strikes whom or what some bits identify: always the same answer for the same bits.
    func strikes(_ identity: UInt64) -> Bool {
        SplitMix64.mix(identity &+ seed).multipliedFullWidth(by: 10_000).high < share
    }

    /// A number from 0 to below a bound that belongs to some bits, apart from ``strikes(_:)``.
    func number(_ identity: UInt64, below bound: UInt64) -> UInt64 {
        SplitMix64.mix(SplitMix64.mix(identity &+ seed) &+ 1).multipliedFullWidth(by: bound).high
    }
}

// MARK: - Details of single causes

extension Incident {
    /// The most that a slow clock is behind, in seconds.
    static let longestSkew: UInt32 = 900

    /// How long after a pause a token that died meanwhile is still sent to.
    static let forgetting = Quantiles([
        (0, 7_200), (300, 28_800), (600, 86_400), (900, 216_000), (1000, 432_000),
    ])

    /// Whether it is the devices' clocks that are slow, not the sender's.
    var isOfDevices: Bool { form & 1 == 1 }

    /// Whether it is events that come twice, not messages that are sent twice.
    var isOfEvents: Bool { form & 1 == 1 }

    /// Whether a person has come by a neighbor's device by a time: one person after the other does, until the end.
    ///
    /// - Parameters:
    ///   - person: the person.
    ///   - time: the time, in seconds since the traffic's start.
    ///   - end: the traffic's length, in seconds.
    func moves(_ person: Person, by time: UInt32, end: UInt32) -> Bool {
        scenario == .tokenMoves && time >= since && strikes(person.identity)
            && time >= since + UInt32(number(person.identity, below: UInt64(end - since)))
    }

    /// Whether a message is not sent at all.
    func omits(_ message: Message, at time: UInt32) -> Bool {
        switch scenario {
        case .volumeMissing: span.contains(time) && strikes(message.identity)
        case .silenceSpike: silentSince.map { $0..<since ~= time } ?? false
        default: false
        }
    }
}

// MARK: - Strength

extension Incident {
    /// How many of ten thousand are struck, of what the scenario strikes.
    var share: UInt64 {
        let (mild, middle, strong): (UInt64, UInt64, UInt64) =
            switch scenario {
            case .healthy: (0, 0, 0)
            // Devices. In ordinary traffic about 620 are refused for good: with these, 1.6, 2.5 and 5 times as many.
            case .tokenChurn: (400, 990, 2_640)
            case .credentials: (1_500, 5_000, 10_000)
            case .environmentMixup: (500, 2_000, 6_000)
            case .gatewayOutage: (2_500, 6_000, 9_500)
            case .throttling: (1_500, 4_000, 7_500)
            case .payloadTooLarge: (1_000, 4_000, 10_000)
            case .badRequest: (500, 2_500, 8_000)
            case .templateOrAudience: (1_000, 4_000, 10_000)
            case .suppressionRise: (800, 2_000, 5_000)
            case .opensDown: (2_000, 3_500, 6_000)
            case .opensNotTracked: (5_000, 9_000, 10_000)
            case .confirmationsNotTracked: (5_000, 9_000, 10_000)
            case .volumeMissing: (5_000, 9_000, 10_000)
            case .stuckInFlight: (500, 2_000, 6_000)
            case .duplicates: (300, 1_000, 3_000)
            case .clockSkew: (500, 2_000, 6_000)
            // Of the refused.
            case .overRetry: (2_000, 6_000, 10_000)
            case .silenceSpike: (400, 1_000, 2_500)
            case .tokenMoves: (400, 1_200, 4_000)
            case .unknownReason: (300, 1_000, 3_000)
            // Devices that are refused all the time: the group that grows delivers worse than the others.
            case .mixShift: (2_500, 2_500, 2_500)
            }
        return switch strength {
        case .mild: mild
        case .middle: middle
        case .strong: strong
        }
    }

    /// How many times as many messages a shift of the mix sends.
    var growth: UInt64 {
        guard scenario == .mixShift else { return 1 }
        return switch strength {
        case .mild: 2
        case .middle: 4
        case .strong: 8
        }
    }
}
