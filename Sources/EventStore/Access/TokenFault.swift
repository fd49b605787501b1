public import TrackingLog

/// Why a token cannot be made.
public enum TokenFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name is empty, too long, or hides something.
    case name
    /// It would allow nothing.
    case scopes
    /// The code of an app is empty.
    case app
    /// It would have expired before it is made.
    case expired(Timestamp)

    /// The maximum length of a name, in bytes.
    public static let maximumLength = 200

    /// What is wrong, and what is right.
    public var description: String {
        switch self {
        case .name: "the name must have 1 to \(Self.maximumLength) bytes, and no invisible characters"
        case .scopes: "a token must allow something: ingest, export or admin"
        case .app: "the code of an app is empty"
        case .expired(let time): "\(time) has passed"
        }
    }

    /// Checks what a token is to be.
    ///
    /// - Throws: the first fault.
    public static func check(
        name: String, scopes: Set<TokenScope>, apps: [String], expires: Timestamp?, at now: Timestamp
    ) throws(TokenFault) {
        guard 1...maximumLength ~= name.utf8.count, !name.unicodeScalars.contains(where: \.isDeceptive) else {
            throw .name
        }
        guard !scopes.isEmpty else { throw .scopes }
        guard !apps.contains("") else { throw .app }
        if let expires, expires <= now { throw .expired(expires) }
    }
}
