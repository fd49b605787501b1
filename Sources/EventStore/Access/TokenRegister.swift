import Foundation
import GRDB
public import TrackingLog

/// The tokens of a store. They are revoked, and never removed: jobs remember their owners.
public struct TokenRegister: Sendable {
    private let store: EventStore

    /// The tokens of a store.
    public init(of store: EventStore) {
        self.store = store
    }

    /// Adds a token, durably.
    ///
    /// - Parameters:
    ///   - name: its name for people.
    ///   - digest: the digest of its secret.
    ///   - scopes: what it allows.
    ///   - apps: the apps that it is bound to; nil means every app.
    ///   - expires: when it expires; nil means never.
    ///   - now: the current time.
    @discardableResult
    public func add(
        name: String, digest: TokenDigest, scopes: Set<TokenScope>, apps: AppCodes? = nil,
        expires: Timestamp? = nil, at now: Timestamp
    ) throws(StoreError) -> AccessToken {
        let number = try store.transact { database in
            try database.execute(
                sql: "INSERT INTO token (name, digest, scopes, apps, created, expires) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    name, Data(digest.bytes), scopes.map(\.rawValue).sorted().joined(separator: " "),
                    apps.map(\.storedText), now.secondsSince1970, expires?.secondsSince1970,
                ])
            return database.lastInsertedRowID
        }
        return AccessToken(
            number: number, name: name, scopes: scopes, apps: apps, created: now, expires: expires)
    }

    /// The token of a secret; nil where there is none. It may be revoked or expired.
    public func token(_ digest: TokenDigest) throws(StoreError) -> AccessToken? {
        try store.read { database in
            // Found by the index; compared again byte for byte, in constant time.
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT \(AccessToken.Columns.list) FROM token WHERE digest = ?",
                    arguments: [Data(digest.bytes)]),
                let found = TokenDigest(row[AccessToken.Columns.digest] as Data), found == digest
            else { return nil }
            return try AccessToken(row)
        }
    }

    /// All tokens, in the order of their creation.
    public func all() throws(StoreError) -> [AccessToken] {
        try store.read { database in
            try Row.fetchAll(database, sql: "SELECT \(AccessToken.Columns.list) FROM token ORDER BY id")
                .map(AccessToken.init)
        }
    }

    /// Revokes a token for good.
    ///
    /// - Returns: false where it was revoked before, or there is none with this number.
    public func revoke(_ number: Int64, at now: Timestamp) throws(StoreError) -> Bool {
        try store.transact { database in
            try database.execute(
                sql: "UPDATE token SET revoked = ? WHERE id = ? AND revoked IS NULL",
                arguments: [now.secondsSince1970, number])
            return database.changesCount == 1
        }
    }

    /// Notes the last uses of tokens, by their numbers.
    public func noteUses(_ uses: [Int64: Timestamp]) throws(StoreError) {
        guard !uses.isEmpty else { return }
        // It does no harm when a power cut loses the last of these.
        try store.transact(synced: false) { database in
            for (number, time) in uses {
                try database.execute(
                    sql: "UPDATE token SET used = max(coalesce(used, ?1), ?1) WHERE id = ?2",
                    arguments: [time.secondsSince1970, number])
            }
        }
    }
}
