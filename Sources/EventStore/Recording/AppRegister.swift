import GRDB
import TrackingLog

/// The numbers of app codes, for one transaction after the other. They are few, so each is asked for by itself.
struct AppRegister {
    private struct Draft {
        var code: [UInt8]
        /// -1 while it is not known.
        var number: Int64
    }

    private let recent: RecentTable<Int64>
    private var drafts: [Draft] = []
    private var keys: [TextKey] = []
    private var index = KeyIndex()
    private let insertion: PreparedStatement
    private let search: PreparedStatement

    init(_ database: Database, bits: Int) throws {
        recent = RecentTable(bits: bits)
        insertion = try PreparedStatement(database, "INSERT INTO app (code) VALUES (?1) ON CONFLICT DO NOTHING")
        search = try PreparedStatement(database, "SELECT id FROM app WHERE code = ?1")
    }

    /// The position of an app code in this transaction.
    mutating func position(of code: UnsafeRawBufferPointer) -> Int {
        let key = KeyedHash.of(code)
        if let position = index.find(key) { return position }
        index.insert(drafts.count, for: key)
        keys.append(key)
        drafts.append(Draft(code: Array(code), number: code.isEmpty ? 0 : recent.find(key) ?? -1))
        return drafts.count - 1
    }

    /// Finds or gives the numbers of all app codes of this transaction.
    mutating func settle() throws {
        for (position, draft) in drafts.enumerated() where draft.number < 0 {
            try draft.code.withUnsafeBytes { code in
                try insertion.bind(code, at: 1)
                if try insertion.changes() == 1 {
                    drafts[position].number = insertion.lastInserted
                } else {
                    try search.bind(code, at: 1)
                    drafts[position].number = try search.first()
                }
            }
        }
    }

    /// The number of an app code, once they are settled.
    func number(_ position: Int) -> Int64 { drafts[position].number }

    /// Makes ready for the next transaction.
    mutating func store() {
        for (key, draft) in zip(keys, drafts) { recent.insert(draft.number, for: key) }
        end()
    }

    /// Forgets all numbers: the transaction that may have given some was undone.
    mutating func forget() {
        recent.removeAll()
        end()
    }

    private mutating func end() {
        drafts.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        index.removeAll()
    }
}
