import GRDB
public import TrackingLog

/// A token of the service: who may do what, until when.
public struct AccessToken: Hashable, Sendable {
    /// Its number: what jobs remember of who asked for them.
    public var number: Int64
    /// What people call it.
    public var name: String
    /// What it may be used for.
    public var scopes: Set<TokenScope>
    /// The apps that it is bound to, in order; nil means every app.
    public var apps: AppCodes?
    /// When it was made.
    public var created: Timestamp
    /// From when on it is good for nothing; nil means never.
    public var expires: Timestamp?
    /// About when it was last used; nil means never.
    public var used: Timestamp?
    /// When it was revoked; nil where it was not.
    public var revoked: Timestamp?

    /// Whether it may do what a scope stands for.
    public func allows(_ scope: TokenScope) -> Bool { scopes.contains(scope) || scopes.contains(.admin) }

    /// Whether it is good for anything at a moment.
    public func isValid(at now: Timestamp) -> Bool { revoked == nil && expires.map { now < $0 } ?? true }
}

extension AccessToken {
    /// The columns to select for ``init(_:)``.
    static let columns = "id, name, scopes, apps, created, expires, used, revoked"

    init(_ row: Row) throws {
        number = row[0]
        name = row[1]
        scopes = Set((row[2] as String).split(separator: " ").compactMap { TokenScope(rawValue: String($0)) })
        apps = try (row[3] as String?).map(AppCodes.init(storedText:))
        created = Timestamp(secondsSince1970: row[4])
        expires = (row[5] as Int64?).map(Timestamp.init(secondsSince1970:))
        used = (row[6] as Int64?).map(Timestamp.init(secondsSince1970:))
        revoked = (row[7] as Int64?).map(Timestamp.init(secondsSince1970:))
    }
}
