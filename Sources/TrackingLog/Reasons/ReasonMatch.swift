/// What the catalogue knows of a description.
public struct ReasonMatch: Sendable {
    /// One reason for each source that knows the description, best match first.
    private let reasons: [Reason]
    /// The gateways whose own words the description holds.
    ///
    /// `UNREGISTERED` is exactly FCM's word, so it is no evidence of a gateway that writes the word in another way. A bare
    /// HTTP status is no gateway's own word, and a word that a relay shares shows no gateway either.
    public let gateways: GatewaySet
    /// What the description may mean, best match first.
    ///
    /// One reason for each gateway or relay that knows it; or, if it says that no gateway was reached, only that. An HTTP
    /// status counts only if nothing else was recognized.
    public let meanings: [Reason]
    /// Whether the best match leaves open what was wrong, so that a more specific text decides.
    let isAmbiguous: Bool
    /// Whether nothing but an HTTP status was recognized.
    let isStatusOnly: Bool

    /// No match: the description is unknown.
    public static let none = ReasonMatch([])

    init(_ candidates: [(reason: Reason, rank: MatchRank)]) {
        let best = candidates.map(\.rank).max()
        let isBare = best?.stage.isBareStatus == true
        // Sorting is stable, so that candidates of one rank stay in the sources' order.
        let sorted = candidates.filter { isBare || !$0.rank.stage.isBareStatus }.sorted { $0.rank > $1.rank }
        reasons = sorted.map(\.reason)
        let isSenders = sorted.first?.reason.source == .sender
        let isNamed = sorted.contains { $0.reason.source != .unnamedGateway && $0.reason.source != .sender }
        meanings =
            isSenders
            ? sorted.prefix(1).map(\.reason)
            : sorted.map(\.reason).filter { reason in
                reason.source != .sender && (reason.source != .unnamedGateway || !isNamed)
            }
        isAmbiguous = sorted.first?.reason.category == .ambiguous
        isStatusOnly = isBare
        let knowing = isBare ? [] : sorted.prefix { $0.rank == best }.map(\.reason.source)
        let isShared = knowing.contains { if case .relay = $0 { true } else { false } }
        gateways = knowing.reduce(into: []) { known, source in
            if !isShared, let gateway = source.gateway { known.insert(GatewaySet(gateway)) }
        }
    }

    /// Whether anything was recognized.
    var isKnown: Bool { !reasons.isEmpty }

    /// What the description means to one gateway; nil where the gateway does not know it.
    public func reason(of gateway: Gateway) -> Reason? { reasons.first { $0.gateway == gateway } }

    /// The reason for a delivery on a platform.
    ///
    /// The platform's own gateways come first, since one word can mean different things to two gateways. A bare HTTP
    /// status means what the platform's gateway says by it; if there is none, what it means to all.
    public func reason(on platform: Platform) -> Reason? {
        guard let best = reasons.first, best.source != .sender else { return reasons.first }
        if let own = reasons.first(where: { $0.source.platform == platform }) { return own }
        return isStatusOnly ? reasons.first { $0.source == .unnamedGateway } : best
    }

    /// Who stopped a notification with this description.
    public var kind: FailureKind {
        guard let best = reasons.first else { return .failed }
        if best.source != .sender { return .bounced }
        return best.category == .suppressed ? .suppressed : .failed
    }
}

/// How closely a word of the catalogue matches a description.
struct MatchRank: Comparable {
    /// What was recognized, the least specific first.
    enum Stage: Int, Comparable {
        /// The description begins with a number that can be an HTTP status, and goes on in unknown words.
        case vagueStatus
        /// What a library writes around a cause stands in it.
        case wrapper
        /// A sender's words stand in it.
        case senderWord
        /// It is an HTTP status, or names one.
        case status
        /// A gateway's word stands in it, one that leaves open what was wrong.
        case ambiguousWord
        /// It names an HTTP status, and the gateway that gave it.
        case statusOfGateway
        /// A gateway's sentence stands in it, or a word of plain language.
        case sentence
        /// A gateway's code stands in it.
        case code
        /// It says that the message could not be rendered. What follows is the template's text, whatever words it has.
        case template
        /// The description is the word, apart from case, spaces and the like.
        case folded
        case exact

        /// Whether it is a status, and no gateway's own word.
        var isBareStatus: Bool { self == .vagueStatus || self == .status }

        static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
    }

    var stage: Stage
    /// How long the word is.
    var length = 0

    static func < (left: MatchRank, right: MatchRank) -> Bool {
        (left.stage, left.length) < (right.stage, right.length)
    }
}
