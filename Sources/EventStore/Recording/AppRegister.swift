import GRDB
import TrackingLog

/// The numbers of app codes, for one transaction after another. They are few, so each is looked up by itself.
struct AppRegister {
    private struct Known: BitwiseCopyable {
        /// -1 while it is not known.
        var number: Int64
        var fingerprint: UInt64
    }

    private struct Draft: Remembered {
        var key: TextKey
        var code: [UInt8]
        var known: Known

        var memory: Known? { known }
    }

    private let fingerprint: Fingerprint
    private let recent: RecentTable<Known>
    private var drafts = DraftTable<Draft>()
    private let insertion: PreparedStatement
    private let search: ValueQuery
    private let code: ValueQuery

    /// The position of the empty code, which stands for no app.
    static let none = 0

    init(_ database: Database, fingerprint: Fingerprint, bits: Int) throws {
        self.fingerprint = fingerprint
        recent = RecentTable(bits: bits)
        insertion = try PreparedStatement(database, "INSERT INTO app (code) VALUES (?1) ON CONFLICT DO NOTHING")
        search = try ValueQuery(database, sql: "SELECT id FROM app WHERE code = ?1")
        code = try ValueQuery(database, sql: "SELECT code FROM app WHERE id = ?1")
        addNone()
    }

    /// The position of an app code in this transaction.
    mutating func position(of code: UnsafeRawBufferPointer, key: TextKey) -> Int {
        if let position = drafts.position(of: key) { return position }
        let known = recent.find(key) ?? Known(number: code.isEmpty ? 0 : -1, fingerprint: fingerprint.of(code))
        return drafts.append(Draft(key: key, code: Array(code), known: known))
    }

    /// The position of the app with a number that the store has given.
    mutating func position(ofNumber number: Int64) throws -> Int {
        if let position = drafts.firstIndex(where: { $0.known.number == number }) { return position }
        code.bind(number, at: 1)
        let (text, key) = try code.only(orMissing: "an app is missing") { row in
            (Array(row.text(.value)), KeyedHash.of(row.text(.value)))
        }
        let position = text.withUnsafeBytes { self.position(of: $0, key: key) }
        drafts[position].known.number = number
        return position
    }

    /// Finds or assigns the numbers of all app codes of this transaction.
    mutating func resolve() throws {
        for position in drafts.indices where drafts[position].known.number < 0 {
            drafts[position].known.number = try drafts[position].code.withUnsafeBytes { try number(of: $0) }
        }
    }

    private func number(of code: UnsafeRawBufferPointer) throws -> Int64 {
        try insertion.bind(code, at: 1)
        if try insertion.changes() == 1 { return insertion.lastInserted }
        try search.bind(code, at: 1)
        return try search.number()
    }

    /// The number of an app code, once it is resolved.
    func number(_ position: Int) -> Int64 { drafts[position].known.number }

    /// The fingerprint of an app code.
    func fingerprint(_ position: Int) -> UInt64 { drafts[position].known.fingerprint }

    /// The key of an app code.
    func key(_ position: Int) -> TextKey { drafts[position].key }

    /// Remembers the numbers, and gets ready for the next transaction.
    mutating func store() {
        drafts.finish(rememberingIn: recent)
        addNone()
    }

    /// Forgets all numbers: the transaction that may have assigned some was rolled back.
    mutating func forget() {
        recent.removeAll()
        drafts.removeAll()
        addNone()
    }

    private mutating func addNone() {
        let empty = UnsafeRawBufferPointer(start: nil, count: 0)
        _ = position(of: empty, key: KeyedHash.of(empty))
    }
}
