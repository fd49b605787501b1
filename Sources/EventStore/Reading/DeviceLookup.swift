import GRDB
import TrackingLog

/// Finds the message that a device speaks of, by its app, its hardware id, and the hash in the payload.
///
/// Only the device's latest messages are looked at, so that a look takes a bounded time. It needs an index that the
/// store has only where it was asked for once: see ``EventStore/indexDevices()``.
public final class DeviceLookup: Sendable {
    /// How many of a device's deliveries are looked at, the latest first.
    public static let mostDeliveries = 64

    private let store: EventStore
    private let connection: DatabaseQueue
    private let digest: ContentDigest

    /// Looks into the deliveries of a store.
    public init(_ store: EventStore) throws(StoreError) {
        self.store = store
        do {
            let connection = try store.makeReader()
            digest = try connection.unsafeRead { database in try ContentDigest(database) }
            self.connection = connection
        } catch {
            throw StoreError(error, path: store.path, doing: "read")
        }
    }

    /// The tracking code of the latest message to a device whose payload holds a hash under `p`; nil where there is none.
    ///
    /// - Parameters:
    ///   - app: the app's code.
    ///   - hwid: the device.
    ///   - hash: what the device was told as the payload's `p`.
    public func trackingCode(app: String, hwid: String, hash: String) throws(StoreError) -> String? {
        do {
            return try connection.read { database in
                guard let device = try number(of: hwid, in: database) else { return nil }
                let rows = try Row.fetchCursor(
                    database.cachedStatement(sql: Self.query), arguments: [device, Self.mostDeliveries, app])
                var latest: (code: String, created: Int64)?
                while let row = try rows.next() {
                    let created = row[1] as Int64
                    if let latest, latest.created >= created { continue }
                    if Self.hash(in: row[2]) == hash { latest = (row[0], created) }
                }
                return latest?.code
            }
        } catch {
            throw StoreError(error, path: store.path, doing: "read")
        }
    }

    private static let query = """
        SELECT message.code, ifnull(message.created, message.first), payload.body
        FROM (SELECT * FROM delivery WHERE device = ? ORDER BY message DESC LIMIT ?) AS delivery
            JOIN message ON message.id = delivery.message
            JOIN payload ON payload.id = delivery.payload
            JOIN app ON app.id = message.app
        WHERE app.code = ?
        ORDER BY delivery.message DESC
        """

    private func number(of hwid: String, in database: Database) throws -> Int64? {
        guard !hwid.isEmpty else { return nil }
        let digest = Array(hwid.utf8).withUnsafeBytes { self.digest.of($0) }
        for index in ["latest_identifier_digest", "identifier_digest"] {
            let sql = "SELECT id FROM \(index) JOIN identifier USING (id) WHERE digest = ? AND text = ?"
            let statement = try database.cachedStatement(sql: sql)
            if let number = try Int64.fetchOne(statement, arguments: [digest, hwid]) { return number }
        }
        return nil
    }

    /// The text under `p` in a payload; nil where there is none.
    private static func hash(in payload: String) -> String? {
        let bytes = Array(payload.utf8)
        var hash: String?
        JSONText.visitMembers(of: bytes.span) { key, value in
            guard JSONText.key(key, of: bytes.span, is: "p"), bytes[value.lowerBound] == .quote else {
                return true
            }
            var text: [UInt8] = []
            JSONText.appendString(bytes.span.extracting(value.lowerBound + 1..<value.upperBound - 1), to: &text)
            hash = String(decoding: text, as: UTF8.self)
            return true
        }
        return hash
    }
}

extension EventStore {
    /// Makes sure that a device's deliveries can be found: by an index, made once, which takes a while in a large store.
    ///
    /// It costs whatever records events some time, and the store some space: not every store has it.
    public func indexDevices() throws(StoreError) {
        let isThere = try read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'delivery_of_device')")
        }
        guard isThere != true else { return }
        try transact { database in
            try database.execute(sql: "CREATE INDEX IF NOT EXISTS delivery_of_device ON delivery (device, message)")
        }
    }
}
