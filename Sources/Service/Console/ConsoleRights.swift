import EventStore

/// What a token may see and do in the console: what it may by the API, and for admin more.
struct ConsoleRights: Sendable {
    /// Its own logs: request, follow, download.
    let hasLogs: Bool
    /// How many events there are, and what is sealed. A token that is bound to apps would learn of others'.
    let seesEvents: Bool
    /// All jobs and all tokens, which it may create and revoke. A token that is bound to apps could give itself the rest.
    let seesEverything: Bool

    init(of token: AccessToken) {
        hasLogs = token.allows(.export)
        seesEvents = hasLogs && token.apps == nil
        seesEverything = token.allows(.admin) && token.apps == nil
    }
}
