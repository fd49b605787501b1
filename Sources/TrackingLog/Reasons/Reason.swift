/// Why a notification was refused or held back, and what follows from it.
public struct Reason: Hashable, Sendable {
    /// The gateway's word for it.
    public let name: String
    /// Who gives it.
    public let source: ReasonSource
    /// The area of the cause.
    public let category: Category
    /// Whether to send again.
    public let retry: Retry
    /// What to do with the token.
    public let tokenAction: TokenAction
    /// What to do about it, in a sentence.
    public let advice: String
    /// Whether the gateway no longer gives it; old logs still do.
    public let isRetired: Bool
    /// Other forms of the word: a library's, a misspelling, an older one.
    public let aliases: [String]
    /// Sentences that mean it, of its gateway and of libraries.
    package let texts: [String]
    /// The gateway's other names for the same thing.
    ///
    /// Retired names if this one is in use, names in use if this one is retired.
    public let counterparts: [String]

    /// The gateway that gives it; nil for a relay's and a sender's words, and where the gateway is not named.
    public var gateway: Gateway? { source.gateway }

    /// The area of the cause.
    public enum Category: String, CaseIterable, Sendable {
        /// The token is dead, or not for this app.
        case token
        /// The request was wrong.
        case request
        /// The payload was wrong or too large.
        case payload
        /// The sender could not prove who it is.
        case credentials
        /// Too much, too fast.
        case throttled
        /// The gateway itself was in trouble.
        case gateway
        /// The gateway's word covers several causes.
        case ambiguous
        /// The message could not be rendered.
        case template
        /// There was no person or no device to send to.
        case audience
        /// The person, or a cap, forbade it.
        case suppressed
        /// The cause is unknown.
        case unknown
    }

    /// Whether to send again.
    public enum Retry: String, CaseIterable, Sendable {
        /// Soon, backing off.
        case yes
        /// After slowing down.
        case later
        /// After fixing the cause.
        case fix
        case no

        /// Whether the cause passes by itself.
        public var passes: Bool { self == .yes || self == .later }
    }

    /// What the reason means for the token.
    public enum TokenAction: String, CaseIterable, Sendable {
        case remove
        case keep
        /// The token may be dead, or the sender misconfigured: check before removing it.
        case check
    }
}
