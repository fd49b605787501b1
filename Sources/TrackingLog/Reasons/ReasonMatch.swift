/// What the catalogue knows of a description.
public struct ReasonMatch: Sendable {
    /// One reason for each gateway that knows the description (and one for those that none gives), best match first.
    private let reasons: [Reason]
    /// Whether nothing but an HTTP status was recognised, which is Web Push's way to give a reason.
    private let isStatusOnly: Bool
    /// The gateways that know the description, as well as any does: what `UNREGISTERED` tells exactly of one gateway
    /// it tells of no other that only spells it otherwise.
    public let gateways: GatewaySet
    /// What the description may mean, best match first: to each gateway that knows it; or, where it says that no gateway
    /// was reached, that alone. An HTTP status counts only where nothing else was recognised.
    public let meanings: [Reason]

    /// No match: nobody knows the description.
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

    /// The reason for a delivery on a platform. The platform's own gateway is asked first, since one word can mean
    /// different things to two gateways; so that on the web, whose gateways give no words, an HTTP status goes before
    /// another gateway's.
    public func reason(on platform: Platform) -> Reason? {
        guard let best = reasons.first, best.gateway != nil else { return reasons.first }
        if let gateway = platform.gateway, let own = reason(of: gateway) { return own }
        return isStatusOnly ? nil : best
    }

    /// Who stopped a notification of which this was said.
    public var kind: FailureKind {
        guard let best = reasons.first else { return .failed }
        if best.gateway != nil { return .bounced }
        return best.category == .suppressed ? .suppressed : .failed
    }
}

/// How well a word of the catalogue matches a description.
struct MatchRank: Comparable {
    enum Stage: Int, Comparable {
        /// The description begins with an HTTP status, and no word was found in it.
        case httpStatus
        /// The word stands in it.
        case word
        /// It says that the message could not be made; what follows is the template's text, whatever words it has.
        case template
        /// The whole description, blind to case, spaces and the like.
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
