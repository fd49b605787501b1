import GRDB
public import TrackingLog

/// A token of the service: its holder's rights and their end.
public struct AccessToken: Hashable, Sendable {
    /// Its number, by which jobs remember their owner.
    public var number: Int64
    /// Its name for people.
    public var name: String
    /// What it allows.
    public var scopes: Set<TokenScope>
    /// The apps that it is bound to, in order; nil means every app.
    public var apps: AppCodes?
    /// When it was made.
    public var created: Timestamp
    /// When the token expires; nil means never.
    public var expires: Timestamp?
    /// The approximate time of its last use; nil means never.
    public var used: Timestamp?
    /// When it was revoked; nil where it was not.
    public var revoked: Timestamp?

    /// Whether it allows a scope.
    public func allows(_ scope: TokenScope) -> Bool { scopes.contains(scope) || scopes.contains(.admin) }

    /// Whether it is neither revoked nor expired at a moment.
    public func isValid(at now: Timestamp) -> Bool { revoked == nil && expires.map { now < $0 } ?? true }
}

extension AccessToken {
    enum Columns: Int32, QueryColumns {
        case id, name, digest, scopes, apps, created, expires, used, revoked
    }

    /// - Parameter row: of the ``Columns``.
    init(_ row: Row) throws {
        number = row[Columns.id]
        name = row[Columns.name]
        let words = (row[Columns.scopes] as String).split(separator: " ")
        scopes = Set(words.compactMap { TokenScope(rawValue: String($0)) })
        apps = try (row[Columns.apps] as String?).map(AppCodes.init(storedText:))
        created = Timestamp(secondsSince1970: row[Columns.created])
        expires = (row[Columns.expires] as Int64?).map(Timestamp.init(secondsSince1970:))
        used = (row[Columns.used] as Int64?).map(Timestamp.init(secondsSince1970:))
        revoked = (row[Columns.revoked] as Int64?).map(Timestamp.init(secondsSince1970:))
    }
}

/// A right that a token grants.
public enum TokenScope: String, CaseIterable, Hashable, Sendable {
    /// To record events.
    case ingest
    /// To request logs, and download them.
    case export
    /// Everything.
    case admin
}
