import TrackingLog

/// What the logs show of one person.
struct PersonFacts: BitwiseCopyable {
    let key: ShortKey
    /// The person's number in the identities; `none` for a device that stands for a person.
    let name: InternedIdentities.Number
    /// The states of all tokens of the person: a bit for each.
    private var tokens: UInt8 = 0
    var messages: UInt32 = 0
    /// Messages that were delivered to the person.
    var delivered: UInt32 = 0
    /// Messages with a delivery to the person that failed.
    var failed: UInt32 = 0
    var attempts: UInt32 = 0
    /// The latest event of any message.
    var lastEvent = CompactTime.none
    var lastGood = CompactTime.none
    var lastFailure: DecidingFailure?
    /// The name of the latest message that was not delivered, and when it began.
    var undelivered: (name: UInt32, time: CompactTime) = (InternedLabels.none, .none)

    init(key: ShortKey, name: InternedIdentities.Number) {
        self.key = key
        self.name = name
    }

    /// The best state of the person's tokens; nil if none was seen.
    var token: TokenState? {
        // The states are in the order of what one would rather have.
        [TokenState.valid, .suspect, .invalid, .unknown].first { tokens >> $0.rawValue & 1 != 0 }
    }

    mutating func note(_ token: TokenMark) {
        if let state = token.state { tokens |= 1 << state.rawValue }
    }
}
