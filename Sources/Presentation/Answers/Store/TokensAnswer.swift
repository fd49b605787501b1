public import EventStore
public import TrackingLog

/// The service's tokens, without their secrets.
public struct TokensAnswer: Answer {
    private let tokens: [AccessToken]
    private let now: Timestamp

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - tokens: the tokens, in the order to show.
    ///   - now: the time at which a token is expired or not.
    public init(_ tokens: [AccessToken], at now: Timestamp) {
        self.tokens = tokens
        self.now = now
    }

    /// An array of objects.
    public var document: some Encodable { tokens.map(TokenDocument.init) }

    /// A line for each token.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        guard !tokens.isEmpty else { return }
        try body(Section([.lines(tokens.map { Line(text: line(on: $0)) })]))
    }

    private func line(on token: AccessToken) -> String {
        let scopes = token.scopes.map(\.rawValue).sorted().joined(separator: ",")
        var words = ["\(token.number)", token.name, scopes]
        if let apps = token.apps { words.append("app " + apps.texts.joined(separator: ",")) }
        words.append("used " + (token.used?.rfc3339 ?? "never"))
        if let revoked = token.revoked {
            words.append("revoked \(revoked.rfc3339)")
        } else if let expires = token.expires {
            words.append((expires <= now ? "expired " : "expires ") + expires.rfc3339)
        }
        return words.joined(separator: "  ")
    }
}

private struct TokenDocument: Encodable {
    var token: AccessToken

    private enum Keys: String, CodingKey {
        case number, name, scopes, apps, created, expires, used, revoked
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(token.number, forKey: .number)
        try object.encode(token.name, forKey: .name)
        try object.encode(token.scopes.map(\.rawValue).sorted(), forKey: .scopes)
        try object.encode(token.apps?.texts, forKey: .apps)
        try object.encode(token.created.rfc3339, forKey: .created)
        try object.encode(token.expires?.rfc3339, forKey: .expires)
        try object.encode(token.used?.rfc3339, forKey: .used)
        try object.encode(token.revoked?.rfc3339, forKey: .revoked)
    }
}
