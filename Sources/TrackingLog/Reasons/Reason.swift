/// A word of the catalogue: why a notification was refused or held back, and what follows from it.
public struct Reason: Hashable, Sendable {
    /// The word, as the gateway spells it.
    public let name: String
    /// The gateway that gives it; nil where the notification never reached one.
    public let gateway: Gateway?
    /// Where the cause lies.
    public let category: Category
    /// Whether to send again.
    public let retry: Retry
    /// What to do with the token.
    public let tokenAction: TokenAction
    /// What people are to do about it, in a sentence.
    public let advice: String
    /// Whether the gateway no longer gives it; old logs still do.
    public let isRetired: Bool
    /// Other spellings of the word: a library's, a misspelling, an older one.
    public let aliases: [String]
    /// The gateway's names for the same thing, of another age: retired ones of a word in use, those in use of a retired
    /// one.
    public let counterparts: [String]

    /// Where the cause lies.
    public enum Category: String, CaseIterable, Sendable {
        /// The token is dead, or not for this app.
        case token
        /// The request was wrong.
        case request
        /// What was to be shown was wrong or too large.
        case payload
        /// The sender could not prove who it is.
        case credentials
        /// Too much, too fast.
        case throttled
        /// The gateway itself was in trouble.
        case gateway
        /// The gateway's word covers several causes.
        case ambiguous
        /// The message could not be made.
        case template
        /// There was nobody, or no device, to send to.
        case audience
        /// The person, or a cap, forbade it.
        case suppressed
        /// Nobody can tell.
        case unknown
    }

    /// Whether to send again.
    public enum Retry: String, CaseIterable, Sendable {
        /// Soon, backing off.
        case yes
        /// After slowing down.
        case later
        /// After mending the cause.
        case fix
        case no
    }

    /// What the reason means for the token.
    public enum TokenAction: String, CaseIterable, Sendable {
        case remove
        case keep
        /// It may be dead, or the sender misconfigured: never to be pruned blindly.
        case check
    }
}
