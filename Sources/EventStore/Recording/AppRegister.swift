import GRDB
import TrackingLog

/// The numbers of app codes, for one transaction after the other. They are few, so each is looked up by itself.
struct AppRegister {
    private struct Known: BitwiseCopyable {
        /// -1 while it is not known.
        var number: Int64
        var fingerprint: UInt64
    }

    private struct Draft: Keyed {
        var key: TextKey
        var code: [UInt8]
        var known: Known
    }

    private let fingerprint: Fingerprint
    private let recent: RecentTable<Known>
    private var drafts: [Draft] = []
    private var index = KeyIndex()
    private let insertion: PreparedStatement
    private let search: PreparedStatement
    private let code: PreparedStatement

    /// The position of the empty code, which stands for no app.
    static let none = 0

    init(_ database: Database, fingerprint: Fingerprint, bits: Int) throws {
        self.fingerprint = fingerprint
        recent = RecentTable(bits: bits)
        insertion = try PreparedStatement(database, "INSERT INTO app (code) VALUES (?1) ON CONFLICT DO NOTHING")
        search = try PreparedStatement(database, "SELECT id FROM app WHERE code = ?1")
        code = try PreparedStatement(database, "SELECT code FROM app WHERE id = ?1")
        end()
    }

    /// The position of an app code in this transaction.
    mutating func position(of code: UnsafeRawBufferPointer, key: TextKey) -> Int {
        if let position = index.find(key, in: drafts) { return position }
        index.insert(drafts.count, for: key)
        let known = recent.find(key) ?? Known(number: code.isEmpty ? 0 : -1, fingerprint: fingerprint.of(code))
        drafts.append(Draft(key: key, code: Array(code), known: known))
        return drafts.count - 1
    }

    /// The position of the app with a number that the store has given.
    mutating func position(ofNumber number: Int64) throws -> Int {
        if let position = drafts.firstIndex(where: { $0.known.number == number }) { return position }
        code.bind(number, at: 1)
        defer { code.reset() }
        guard try code.step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an app is lost") }
        let position = position(of: code.text(0), key: KeyedHash.of(code.text(0)))
        drafts[position].known.number = number
        return position
    }

    /// Finds or gives the numbers of all app codes of this transaction.
    mutating func settle() throws {
        for (position, draft) in drafts.enumerated() where draft.known.number < 0 {
            try draft.code.withUnsafeBytes { code in
                try insertion.bind(code, at: 1)
                if try insertion.changes() == 1 {
                    drafts[position].known.number = insertion.lastInserted
                } else {
                    try search.bind(code, at: 1)
                    drafts[position].known.number = try search.first()
                }
            }
        }
    }

    /// The number of an app code, once they are settled.
    func number(_ position: Int) -> Int64 { drafts[position].known.number }

    /// The fingerprint of an app code.
    func fingerprint(_ position: Int) -> UInt64 { drafts[position].known.fingerprint }

    /// The key of an app code.
    func key(_ position: Int) -> TextKey { drafts[position].key }

    /// Makes ready for the next transaction.
    mutating func store() {
        for draft in drafts { recent.insert(draft.known, for: draft.key) }
        end()
    }

    /// Forgets all numbers: the transaction that may have given some was undone.
    mutating func forget() {
        recent.removeAll()
        end()
    }

    private mutating func end() {
        drafts.removeAll(keepingCapacity: true)
        index.removeAll()
        // Always there, at `none`.
        let empty = UnsafeRawBufferPointer(start: nil, count: 0)
        _ = position(of: empty, key: KeyedHash.of(empty))
    }
}
