import GRDB
import TrackingLog

/// Finds a device's message by app, hardware id and payload hash.
///
/// Only the device's latest messages are searched, so that a search takes a bounded time. It needs an index that a store
/// has only after ``EventStore/indexDevices()``.
public final class DeviceLookup: Sendable {
    /// The maximum number of a device's deliveries to search, the latest first.
    public static let maximumDeliveries = 64

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

    /// The tracking code of the device's latest message with a hash; nil for none.
    ///
    /// - Parameters:
    ///   - app: the app's code.
    ///   - hwid: the device.
    ///   - hash: the member `p` of the payload.
    public func trackingCode(app: String, hwid: String, hash: String) throws(StoreError) -> String? {
        do {
            return try connection.read { database in
                guard let device = try number(of: hwid, in: database) else { return nil }
                let rows = try Row.fetchCursor(
                    database.cachedStatement(sql: Self.query), arguments: [device, Self.maximumDeliveries, app])
                var latest: (code: String, created: Int64)?
                while let row = try rows.next() {
                    let created = row[Columns.created] as Int64
                    if let latest, latest.created >= created { continue }
                    if Self.hash(in: row[Columns.payload]) == hash { latest = (row[Columns.code], created) }
                }
                return latest?.code
            }
        } catch {
            throw StoreError(error, path: store.path, doing: "read")
        }
    }

    private enum Columns: Int32, QueryColumns {
        case code, created, payload

        var sql: String {
            switch self {
            case .code: "message.code"
            case .created: "ifnull(message.created, message.first)"
            case .payload: "payload.body"
            }
        }
    }

    private static let query = """
        SELECT \(Columns.list)
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
    /// Creates the index of devices' deliveries, if it is missing.
    ///
    /// That takes a while in a large store. The index costs time in recording and space, so not every store has it.
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
