/// What the catalogue knows of a description.
public struct ReasonMatch: Sendable {
    /// One reason for each gateway that knows the description (and one for those that none gives), best match first.
    private let reasons: [Reason]
    /// Whether only an HTTP status was recognized: Web Push has no other reasons.
    private let isStatusOnly: Bool
    /// The gateways that know the description best.
    ///
    /// `UNREGISTERED` is exactly FCM's word, so it is no evidence of a gateway that writes the word in another way.
    public let gateways: GatewaySet
    /// What the description may mean, best match first.
    ///
    /// One reason for each gateway that knows it; or, if it says that no gateway was reached, only that. An HTTP status
    /// counts only if nothing else was recognized.
    public let meanings: [Reason]

    /// No match: the description is unknown.
    public static let none = ReasonMatch([])

    init(_ candidates: [(reason: Reason, rank: MatchRank)]) {
        let best = candidates.map(\.rank).max()
        // Sorting is stable, so that candidates of one rank stay in the gateways' order.
        let sorted = candidates.sorted { $0.rank > $1.rank }
        reasons = sorted.map(\.reason)
        meanings =
            sorted.first?.reason.gateway == nil
            ? sorted.prefix(1).map(\.reason)
            : sorted.filter { candidate in
                candidate.reason.gateway != nil
                    && (candidate.rank.stage > .httpStatus || best?.stage == .httpStatus)
            }.map(\.reason)
        isStatusOnly = best?.stage == .httpStatus
        gateways = candidates.reduce(into: []) { known, candidate in
            if candidate.rank == best, let gateway = candidate.reason.gateway { known.insert(GatewaySet(gateway)) }
        }
    }

    /// What the description means to one gateway; nil where the gateway does not know it.
    public func reason(of gateway: Gateway) -> Reason? { reasons.first { $0.gateway == gateway } }

    /// The reason for a delivery on a platform.
    ///
    /// The platform's own gateway comes first, since one word can mean different things to two gateways. On the web, whose
    /// gateways have no words, an HTTP status therefore precedes another gateway's word.
    public func reason(on platform: Platform) -> Reason? {
        guard let best = reasons.first, best.gateway != nil else { return reasons.first }
        if let gateway = platform.gateway, let own = reason(of: gateway) { return own }
        return isStatusOnly ? nil : best
    }

    /// Who stopped a notification with this description.
    public var kind: FailureKind {
        guard let best = reasons.first else { return .failed }
        if best.gateway != nil { return .bounced }
        return best.category == .suppressed ? .suppressed : .failed
    }
}

/// How closely a word of the catalogue matches a description.
struct MatchRank: Comparable {
    enum Stage: Int, Comparable {
        /// The description begins with an HTTP status, and no word was found in it.
        case httpStatus
        /// The word stands in it.
        case word
        /// It says that the message could not be rendered. What follows is the template's text, whatever words it has.
        case template
        /// The description is the word, apart from case, spaces and the like.
        case folded
        case exact

        static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
    }

    var stage: Stage
    /// How long the word is.
    var length = 0

    static func < (left: MatchRank, right: MatchRank) -> Bool {
        (left.stage, left.length) < (right.stage, right.length)
    }
}
